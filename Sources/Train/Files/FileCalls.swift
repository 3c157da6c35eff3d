import Foundation

/// The system's calls that change files. Tests put others in their place, which fail or stop at a chosen one, to see what is
/// left behind.
struct FileCalls: Sendable {
    /// open(2), with the mode of a new file.
    var open: @Sendable (_ path: String, _ flags: Int32) -> Int32 = { Foundation.open($0, $1, 0o666) }
    /// write(2).
    var write: @Sendable (_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int = {
        Foundation.write($0, $1, $2)
    }
    /// fsync(2).
    var synchronize: @Sendable (_ descriptor: Int32) -> Int32 = { fsync($0) }
    /// rename(2).
    var rename: @Sendable (_ old: String, _ new: String) -> Int32 = { Foundation.rename($0, $1) }
    /// unlink(2).
    var unlink: @Sendable (_ path: String) -> Int32 = { Foundation.unlink($0) }
    /// mkdir(2).
    var makeFolder: @Sendable (_ path: String) -> Int32 = { mkdir($0, 0o777) }

    /// Those that are in use.
    @TaskLocal static var current = FileCalls()
}
