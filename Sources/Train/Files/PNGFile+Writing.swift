import Foundation
import SwiftletData

extension PNGFile {
    /// Writes a picture as a PNG file, whole or not at all, replacing one that is there. Throws `RunError`.
    public static func write(_ image: Image, to path: String) throws {
        try write(encode(image), to: path)
    }

    /// Writes an encoded PNG, still or animated, in the same way.
    public static func write(_ png: [UInt8], to path: String) throws {
        try AtomicFile.write(Data(png), to: path)
    }
}
