import Testing

@testable import SwiftletData

/// All lines of a file.
func lines(_ path: String, maximumBytes: Int = 1 << 34) throws -> [String] {
    var result: [String] = []
    try TextFile(path, maximumBytes: maximumBytes).forEachLine { line, number in
        #expect(number == result.count + 1)
        result.append(String(decoding: line, as: UTF8.self))
    }
    return result
}
