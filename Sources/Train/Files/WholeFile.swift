import Foundation

/// Files that are read as a whole: those of a run directory, and small ones that a user names. Pipes are read too.
package enum WholeFile {
    /// The largest number of bytes unless another is asked for: far more than any run writes.
    package static let defaultMaximum = 1 << 28

    /// A file's bytes; nil if it cannot be opened. Throws `RunError` for one that is too large or cannot be read.
    package static func bytes(of path: String, maximum maximumBytes: Int = defaultMaximum) throws -> Data? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var data = Data()
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while data.count <= maximumBytes {
            let count = read(descriptor, &piece, piece.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw RunError("\(path) cannot be read: \(systemErrorMessage())") }
            if count == 0 { break }
            data.append(contentsOf: piece[..<count])
        }
        guard data.count <= maximumBytes else {
            throw RunError("\(path) is larger than the bound of \(maximumBytes >> 20) MiB")
        }
        return data
    }

    /// A file's bytes. Throws `RunError` if it is not there, too large or cannot be read.
    package static func require(_ path: String, maximum: Int = defaultMaximum) throws -> Data {
        guard let data = try bytes(of: path, maximum: maximum) else {
            throw RunError("cannot read \(path): \(systemErrorMessage())")
        }
        return data
    }
}
