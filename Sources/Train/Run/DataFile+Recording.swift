import Foundation
import SwiftletData

extension EnvironmentRecord.DataFile {
    /// A file with its size and digest, or a folder: the sum of the sizes of all files in it, and the SHA-256 of the lines
    /// that `sha256sum` would print for them, in the order of their paths within the folder. Of a pipe, which has given
    /// what it had, the name alone. Throws `DataError`.
    public init(recording path: String) throws {
        self.init(path: path)
        guard let content = Self.content(of: path) else { return }
        bytes = content.bytes
        guard let names = content.names else {
            sha256 = try SHA256.hexDigest(ofFile: path)
            return
        }
        let lines = try names.map { "\(try SHA256.hexDigest(ofFile: "\(path)/\($0)"))  \($0)\n" }.joined()
        sha256 = SHA256.hexDigest(of: Array(lines.utf8))
    }

    /// The same contents at another path; nil if what lies there has others. Throws `DataError` if it cannot be read.
    func found(at path: String) throws -> Self? {
        // Most of what is something else has another size, which is known at once.
        guard let content = Self.content(of: path), content.bytes == bytes else { return nil }
        let found = try Self(recording: path)
        return found.sha256 == sha256 ? found : nil
    }

    /// The size of a file, or of all files in a folder, and the paths of these within it; nil for anything else.
    private static func content(of path: String) -> (bytes: Int, names: [String]?)? {
        switch status(path) {
        case (S_IFREG, let size)?: return (size, nil)
        case (S_IFDIR, _)?:
            let names = ((try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []).sorted {
                // Names that Unicode calls equal have no order as texts.
                $0 == $1 ? ByteString($0) < ByteString($1) : $0 < $1
            }
            let files = names.compactMap { name -> (name: String, size: Int)? in
                guard case (S_IFREG, let size)? = status("\(path)/\(name)") else { return nil }
                return (name, size)
            }
            return (files.reduce(0) { $0 + $1.size }, files.map(\.name))
        default: return nil
        }
    }

    /// What a path leads to, and its size in bytes.
    private static func status(_ path: String) -> (type: mode_t, size: Int)? {
        var status = stat()
        return stat(path, &status) == 0 ? (status.st_mode & S_IFMT, Int(status.st_size)) : nil
    }
}
