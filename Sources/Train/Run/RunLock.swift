import Foundation
import Synchronization

/// Keeps other processes out of a run directory for as long as this object lives, or until the process ends in whatever way.
///
/// It is an advisory lock (flock) on a file in the folder, which holds the number of the process for the message to others. The file
/// is removed with the lock; what a killed process leaves of it hinders nobody, as the system has released the lock itself.
/// All run directories of a process share the lock of their folder.
final class RunLock {
    /// The file that is locked.
    static let fileName = ".lock"

    /// Why the folder could not be locked, as a sentence; nil if it is.
    let warning: String?
    private let path: String
    private let descriptor: Int32

    /// The locks of this process, by path.
    private static let held = Mutex<[String: Weak]>([:])

    private struct Weak: @unchecked Sendable {
        weak var lock: RunLock?
    }

    /// The lock of a folder that exists. Throws `RunError` if another process holds it; where the file system knows no locks,
    /// there is a `warning` instead.
    static func hold(_ folder: String) throws -> RunLock {
        try held.withLock { held in
            let path = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path + "/" + fileName
            if let lock = held[path]?.lock { return lock }
            let lock = try RunLock(path, folder: folder)
            held[path] = Weak(lock: lock)
            return lock
        }
    }

    /// Throws `RunError` if another process holds the lock of a folder.
    static func requireFree(_ folder: String) throws {
        let descriptor = open("\(folder)/\(fileName)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        if flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK {
            // It may be our own.
            let holder = Holder(descriptor)
            if holder?.isThisProcess != true { throw refusal(holder, folder) }
        }
    }

    private init(_ path: String, folder: String) throws {
        self.path = path
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
            guard descriptor >= 0 else {
                self.descriptor = -1
                warning = Self.warning(folder)
                return
            }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let code = errno
                defer { close(descriptor) }
                if code == EINTR { continue }
                if code == EWOULDBLOCK { throw Self.refusal(Holder(descriptor), folder) }
                errno = code
                self.descriptor = -1
                warning = Self.warning(folder)
                return
            }
            // Whoever held the lock may have removed the file in the meantime; then the lock is on no file of the folder.
            guard Self.isFile(descriptor, at: path) else {
                close(descriptor)
                continue
            }
            self.descriptor = descriptor
            warning = nil
            Holder.thisProcess.write(to: descriptor)
            return
        }
    }

    deinit {
        guard descriptor >= 0 else { return }
        // The folder may have been moved, and another one have taken its place.
        if Self.isFile(descriptor, at: path) { unlink(path) }
        close(descriptor)
    }

    private static func isFile(_ descriptor: Int32, at path: String) -> Bool {
        var (mine, there) = (stat(), stat())
        return fstat(descriptor, &mine) == 0 && lstat(path, &there) == 0 && mine.st_ino == there.st_ino
            && mine.st_dev == there.st_dev
    }

    private static func warning(_ folder: String) -> String {
        "Warning: the folder \(folder) cannot be locked (\(systemErrorMessage())), so nothing keeps another process out of it."
    }

    private static func refusal(_ holder: Holder?, _ folder: String) -> RunError {
        RunError("\(holder?.description ?? "another process") is at work in \(folder)")
    }
}

/// Who holds a lock.
private struct Holder: CustomStringConvertible {
    private let process: Int32
    private let host: String

    static var thisProcess: Holder { Holder(process: getpid(), host: HostName.current) }

    private init(process: Int32, host: String) {
        self.process = process
        self.host = host
    }

    /// Reads what the holder wrote; nil if it has written nothing within a moment.
    init?(_ descriptor: Int32) {
        for _ in 0..<20 {
            var bytes = [UInt8](repeating: 0, count: 512)
            let count = pread(descriptor, &bytes, bytes.count, 0)
            let words = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self).split(
                whereSeparator: \.isWhitespace)
            if words.count == 2, let process = Int32(words[0]) {
                self.init(process: process, host: String(words[1]))
                return
            }
            usleep(10_000)
        }
        return nil
    }

    func write(to descriptor: Int32) {
        ftruncate(descriptor, 0)
        let text = "\(process) \(host)\n"
        _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    }

    var isThisProcess: Bool { process == getpid() && host == HostName.current }

    var description: String { "process \(process)" + (host == HostName.current ? "" : " on \(host)") }
}
