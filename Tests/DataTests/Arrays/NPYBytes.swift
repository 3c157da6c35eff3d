@testable import SwiftletData

/// The bytes of a .npy file with any header.
func npy(_ header: String, _ numbers: [UInt8], version: UInt8 = 1) -> [UInt8] {
    let count = header.utf8.count
    let length = (0..<(version == 1 ? 2 : 4)).map { UInt8(count >> (8 * $0) & 255) }
    return NPYFile.magic + [version, 0] + length + header.utf8 + numbers
}

/// The bytes of a .npy file of some type and shape.
func npy(
    _ type: String, _ shape: String, _ numbers: [UInt8], isFortranOrder: Bool = false, version: UInt8 = 1
) -> [UInt8] {
    let order = isFortranOrder ? "True" : "False"
    return npy(
        "{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(shape), }\n", numbers, version: version)
}

/// The bytes of numbers in little-endian order.
func littleEndian<Number>(_ numbers: [Number]) -> [UInt8] { numbers.withUnsafeBytes { Array($0) } }
