import Foundation
import SwiftletData

extension EnvironmentRecord.DataFile {
    /// A file with its size and digest, or a folder: the sum of the sizes of all files in it, and the SHA-256 of the lines
    /// that `sha256sum` would print for them, in the order of their paths within the folder. Of a pipe, which has given
    /// what it had, the name alone. Throws `DataError`.
    public init(recording path: String) throws {
        self.init(path: path)
        switch Self.status(path) {
        case (S_IFREG, let size)?:
            bytes = size
            sha256 = try SHA256.hexDigest(ofFile: path)
        case (S_IFDIR, _)?:
            let names = ((try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []).sorted()
            var lines = ""
            var total = 0
            for name in names {
                guard case (S_IFREG, let size)? = Self.status("\(path)/\(name)") else { continue }
                total += size
                lines += "\(try SHA256.hexDigest(ofFile: "\(path)/\(name)"))  \(name)\n"
            }
            bytes = total
            sha256 = SHA256.hexDigest(of: Array(lines.utf8))
        default: break
        }
    }

    /// What a path leads to, and its size in bytes.
    private static func status(_ path: String) -> (type: mode_t, size: Int)? {
        var status = stat()
        return stat(path, &status) == 0 ? (status.st_mode & S_IFMT, Int(status.st_size)) : nil
    }
}
