import Foundation
import SwiftletTensor

/// What ends the program with one sentence.
package struct BenchError: Error, CustomStringConvertible {
    package var description: String
    init(_ description: String) { self.description = description.asSentence }
}

/// Throws unless a file can be written there: asked before the work, not after it.
func checkWritable(_ path: String) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var isFolder = false
    _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard FileManager.default.isWritableFile(atPath: folder), !isFolder else {
        let reason = isFolder ? "it is a folder" : "the folder \(folder) does not exist or is not writable"
        throw BenchError("cannot write \(path): \(reason).")
    }
}

/// Replaces a file in one step.
func writeFile(_ data: Data, to path: String) throws {
    do {
        try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
        throw BenchError("cannot write \(path): \(systemCause(of: error) ?? "\(error)")")
    }
}
