import Foundation

/// Files of a run directory, which are read as a whole.
enum WholeFile {
    /// Most bytes: far more than any run writes.
    private static let maximumBytes = 1 << 28

    /// A file's bytes; nil if it cannot be opened. Throws `RunError` for one that is too large or cannot be read.
    static func bytes(of path: String) throws -> Data? {
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
            throw RunError("\(path) is larger than the bound of \(maximumBytes >> 20) MiB, so no run wrote it")
        }
        return data
    }
}
