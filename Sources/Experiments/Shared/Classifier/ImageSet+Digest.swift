import SwiftletData

extension ImageSet {
    /// SHA-256 over what a set holds, whatever file it came from: a line "width height channels count", the pixels, and the
    /// labels as little-endian 32-bit integers.
    var digest: String {
        var hash = SHA256()
        Array("\(width) \(height) \(channels) \(count)\n".utf8).withUnsafeBytes { hash.update($0) }
        pixels.withUnsafeBytes { hash.update($0) }
        labels?.withUnsafeBytes { hash.update($0) }
        return hash.hexDigest()
    }
}
