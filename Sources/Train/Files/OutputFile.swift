import Foundation

/// A file open for writing, without a buffer of its own: what was written has left the program.
final class OutputFile {
    /// What to do with a file of this name that is there already.
    enum Existing {
        /// Fail.
        case refuse
        /// Empty it and write from its start; other hard links of the file keep what they hold.
        case replace
    }

    private let descriptor: Int32
    /// The name for messages, which may differ from the file that was opened.
    private let name: String

    /// Opens a file, making it if it does not exist. `name` is what messages call it.
    init(_ path: String, existing: Existing, name: String? = nil) throws {
        self.name = name ?? path
        let mode = existing == .refuse ? O_EXCL : O_TRUNC
        if existing == .replace, case .file(let file, let status?) = try WritingPlace(path), status.st_nlink > 1 {
            try Folder.removeFile(file)
        }
        descriptor = FileCalls.current.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | mode)
        if descriptor < 0 { throw RunError("cannot write \(self.name): \(systemErrorMessage())") }
    }

    /// Opens a device or FIFO that is there. `name` is what messages call it.
    init(inPlace path: String, name: String) throws {
        self.name = name
        descriptor = FileCalls.current.open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
        if descriptor < 0 { throw RunError("cannot write \(name): \(systemErrorMessage())") }
    }

    /// Writes where an open descriptor of this process stands. `name` is what messages call it.
    init(duplicating original: Int32, name: String) throws {
        self.name = name
        descriptor = try StandardOutput.duplicate(original)
        if descriptor < 0 { throw RunError("cannot write \(name): \(systemErrorMessage())") }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Writes all bytes; on a failure, such as a full disk, the file may hold a part of them.
    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = FileCalls.current.write(descriptor, rest.baseAddress, rest.count)
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EPIPE { throw ReaderGone.error }
            if count < 0 { throw RunError("cannot write \(name): \(systemErrorMessage())") }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
    }

    /// Writes all bytes or, on a failure, none of them.
    func append(_ data: Data) throws {
        let start = lseek(descriptor, 0, SEEK_END)
        do {
            try data.withUnsafeBytes(write)
        } catch {
            if start >= 0 { _ = ftruncate(descriptor, start) }
            throw error
        }
    }

    /// Takes over the permissions of another file and, where the system allows it, its owner. Both before there is any content.
    func takeOwnerAndPermissions(of other: stat) {
        _ = fchown(descriptor, other.st_uid, other.st_gid)
        _ = fchmod(descriptor, other.st_mode & 0o7777)
    }

    /// Waits until the disk holds what was written.
    func synchronize() throws {
        if FileCalls.current.synchronize(descriptor) != 0 {
            throw RunError("cannot write \(name): \(systemErrorMessage())")
        }
    }
}
