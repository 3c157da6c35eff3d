/// The cyclic redundancy check CRC-32C of Castagnoli et al. 1993, as iSCSI uses it (RFC 3720, appendix B.4).
enum CRC32C {
    /// The generator polynomial 0x1edc6f41 with its bits in reverse, since bytes are taken from their lowest bit.
    private static let polynomial: UInt32 = 0x82f6_3b78

    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ polynomial : value >> 1 }
    }

    /// The check value of some bytes.
    static func checksum(of bytes: some Sequence<UInt8>) -> UInt32 {
        ~bytes.reduce(UInt32.max) { value, byte in value >> 8 ^ table[Int((value ^ UInt32(byte)) & 0xff)] }
    }
}
