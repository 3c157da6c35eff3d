import Foundation

/// Writes whole files so that at every moment, whatever happens, a file is either the old one or the complete new one.
///
/// The content goes to a hidden temporary file in the same folder, which takes the file's name when the disk holds all
/// of it. Only a program that is killed on the way leaves the temporary file behind.
package enum AtomicFile {
    private static let temporarySuffix = ".partial"

    /// Whether a file's name is that of a temporary file.
    static func isTemporary(_ name: String) -> Bool { name.hasPrefix(".") && name.hasSuffix(temporarySuffix) }

    /// Removes the temporary files that a killed program left in a folder.
    static func removeTemporaries(in folder: String) throws {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where isTemporary(name) {
            try Folder.removeFile("\(folder)/\(name)")
        }
    }

    /// Writes `data` as the file at `path`, replacing one that is there.
    package static func write(_ data: Data, to path: String) throws {
        try write(to: path) { file in try data.withUnsafeBytes(file.write) }
    }

    /// Writes the file at `path` as `body` writes it, replacing one that is there. If `body` throws, nothing changes.
    static func write(to path: String, _ body: (OutputFile) throws -> Void) throws {
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent().path
        let unique = "\(getpid())-\(UInt32.random(in: 0 ... .max))\(temporarySuffix)"
        let temporary = url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).\(unique)")
            .path
        let file = try OutputFile(temporary, existing: .refuse, name: path)
        do {
            try body(file)
            try file.synchronize()
            if FileCalls.current.rename(temporary, path) != 0 {
                throw RunError("cannot write \(path): \(systemErrorMessage())")
            }
        } catch {
            _ = FileCalls.current.unlink(temporary)
            throw error
        }
        synchronizeFolder(folder)
    }

    /// Makes the new name durable. Not every file system can; the file itself is complete either way.
    private static func synchronizeFolder(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { return }
        _ = FileCalls.current.synchronize(descriptor)
        close(descriptor)
    }
}
