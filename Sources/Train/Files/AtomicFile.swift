import Foundation

/// Writes whole files. Every program and every part of the library writes its files here.
///
/// What stands at the path decides how (`WritingPlace`):
///
/// - Where nothing or a regular file stands, a file is at every moment, whatever happens, either the old one or the complete new
///   one: the content goes to a hidden temporary file in the same folder, which takes the file's name when the disk holds all
///   of it. Only a program that is killed on the way leaves the temporary file behind. The permissions of a file that is replaced
///   stay as they were, and if possible its owner.
/// - Symbolic links are followed and stay, also those that lead to no file yet.
/// - A file that is mounted on its own, as into a container, cannot be replaced and is written in place.
/// - Devices and FIFOs are written in place, and so are the descriptors of this process, such as `/dev/stdout`.
///
/// Of a file with several hard links only the one that is named is replaced. The others keep the old content, so that a snapshot
/// made of hard links (`cp -al`) does not change when a run is repeated.
package enum AtomicFile {
    private static let temporarySuffix = ".partial"
    /// File systems bound the length of a name, and that of a temporary file is longer than the file's own.
    private static let longestStem = 100

    /// Whether a file's name is that of a temporary file.
    static func isTemporary(_ name: String) -> Bool { name.hasPrefix(".") && name.hasSuffix(temporarySuffix) }

    /// Removes the temporary files that a killed program left in a folder.
    static func removeTemporaries(in folder: String) throws {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where isTemporary(name) {
            try Folder.removeFile("\(folder)/\(name)")
        }
    }

    /// Throws `RunError` unless a file can be written at `path`: asked before the work, not after it.
    package static func requireWritable(_ path: String) throws {
        guard case .file(let target, _) = try WritingPlace(path) else { return }
        let folder = URL(fileURLWithPath: target).deletingLastPathComponent().path
        if access(folder, W_OK | X_OK) != 0 {
            throw RunError("cannot write \(path): the folder \(folder): \(systemErrorMessage())")
        }
    }

    /// Whether writing at `path` replaces a regular file.
    package static func replaces(_ path: String) -> Bool {
        if case .file(_, .some) = try? WritingPlace(path) { true } else { false }
    }

    /// Writes `data` as the file at `path`, replacing one that is there.
    package static func write(_ data: Data, to path: String) throws {
        try write(to: path) { file in try data.withUnsafeBytes(file.write) }
    }

    /// Writes the file at `path` as `body` writes it, replacing one that is there. If `body` throws, a file does not change.
    static func write(to path: String, _ body: (OutputFile) throws -> Void) throws {
        switch try WritingPlace(path) {
        case .file(let target, let existing): try replace(target, existing, name: path, body)
        case .stream(let target): try body(OutputFile(inPlace: target, name: path))
        case .descriptor(let descriptor): try body(OutputFile(duplicating: descriptor, name: path))
        }
    }

    private static func replace(
        _ path: String, _ existing: stat?, name: String, _ body: (OutputFile) throws -> Void
    ) throws {
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent()
        let stem = String(decoding: url.lastPathComponent.utf8.prefix(longestStem), as: UTF8.self)
        let unique = "\(getpid())-\(UInt32.random(in: 0 ... .max))\(temporarySuffix)"
        let temporary = folder.appendingPathComponent(".\(stem).\(unique)").path
        let file = try OutputFile(temporary, existing: .refuse, name: name)
        do {
            if let existing { file.takeOwnerAndPermissions(of: existing) }
            try body(file)
            try file.synchronize()
            if FileCalls.current.rename(temporary, path) != 0 {
                guard errno == EBUSY else { throw RunError("cannot write \(name): \(systemErrorMessage())") }
                _ = FileCalls.current.unlink(temporary)
                let mounted = try OutputFile(path, existing: .replace, name: name)
                try body(mounted)
                try mounted.synchronize()
            }
        } catch {
            _ = FileCalls.current.unlink(temporary)
            throw error
        }
        synchronizeFolder(folder.path)
    }

    /// Makes the new name durable. Not every file system can; the file itself is complete either way.
    private static func synchronizeFolder(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { return }
        _ = FileCalls.current.synchronize(descriptor)
        close(descriptor)
    }
}
