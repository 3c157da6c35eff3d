import Foundation

/// Files of a run directory, which are read as a whole.
enum WholeFile {
    /// Most bytes: far more than any run writes.
    private static let maximumBytes = 1 << 28

    /// A file's bytes; nil if it cannot be opened. Throws `RunError` for one that is too large or cannot be read.
    static func bytes(of path: String) throws -> Data? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        let data: Data
        do {
            data = try file.read(upToCount: maximumBytes + 1) ?? Data()
        } catch {
            throw RunError("\(path) cannot be read: \(sentence(for: error))")
        }
        guard data.count <= maximumBytes else {
            throw RunError("\(path) is larger than the bound of \(maximumBytes >> 20) MiB, so no run wrote it")
        }
        return data
    }
}
