import Foundation
import SwiftletData

extension NPYFile {
    /// Writes an array as a .npy file, whole or not at all, replacing one that is there. Throws `RunError`.
    public static func write(_ array: NumericArray, to path: String) throws {
        try AtomicFile.write(Data(encode(array)), to: path)
    }
}

extension NPZFile {
    /// Writes arrays as a .npz file, whole or not at all, replacing one that is there. Throws `DataError` as `encode` does, or
    /// `RunError` if the file cannot be written.
    public static func write(
        _ arrays: [(name: String, array: NumericArray)], isCompressed: Bool = false, to path: String
    ) throws {
        try AtomicFile.write(Data(encode(arrays, isCompressed: isCompressed)), to: path)
    }
}
