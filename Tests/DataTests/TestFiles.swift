import CZlib
import Foundation
import Testing

@testable import SwiftletData

/// A folder for one test, removed with it.
final class TestFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("swiftlet-data-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Writes a file and gives its path.
    func write(_ bytes: [UInt8], _ name: String = "file.txt") throws -> String {
        let file = url.appendingPathComponent(name)
        try Data(bytes).write(to: file)
        return file.path
    }

    func write(_ text: String, _ name: String = "file.txt") throws -> String { try write(Array(text.utf8), name) }
}

/// One gzip member, made by zlib.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    let status = deflateInit2_(
        &stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK)
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 32)
    let count = input.withUnsafeMutableBufferPointer { source in
        output.withUnsafeMutableBufferPointer { target in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(target.count)
            precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END)
            return target.count - Int(stream.avail_out)
        }
    }
    return Array(output[..<count])
}

func gzip(_ text: String) -> [UInt8] { gzip(Array(text.utf8)) }

/// All lines of a file.
func lines(_ path: String, maximumBytes: Int = 1 << 34) throws -> [String] {
    var result: [String] = []
    try TextFile(path, maximumBytes: maximumBytes).forEachLine { line, number in
        #expect(number == result.count + 1)
        result.append(String(decoding: line, as: UTF8.self))
    }
    return result
}

/// Runs something that must end in a `DataError` whose sentence contains the text; gives the sentence.
@discardableResult
func expectDataError(
    _ text: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> some Any
) -> String {
    do {
        _ = try body()
        Issue.record("no error, expected one with \"\(text)\"", sourceLocation: sourceLocation)
        return ""
    } catch let error as DataError {
        #expect(error.description.contains(text), sourceLocation: sourceLocation)
        return error.description
    } catch {
        Issue.record("\(error) is no DataError", sourceLocation: sourceLocation)
        return ""
    }
}

/// The folder of shared data sets: SWIFTLET_SHARED_DATA, else `../shared/data` beside the package; nil if absent.
let sharedData: String? = {
    let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let named = ProcessInfo.processInfo.environment["SWIFTLET_SHARED_DATA"]
    let folder = named ?? package.deletingLastPathComponent().appendingPathComponent("shared/data").path
    return FileManager.default.fileExists(atPath: folder + "/sentences") ? folder : nil
}()
