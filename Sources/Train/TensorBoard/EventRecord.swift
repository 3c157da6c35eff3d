import Foundation

/// The framing of event files, which is that of TensorFlow's record files: length of the data as 64-bit integer, masked
/// CRC-32C of these eight bytes, data, masked CRC-32C of the data; all integers in little-endian order.
enum EventRecord {
    /// The data in its frame.
    static func framed(_ data: [UInt8]) -> Data {
        let length = littleEndian(UInt64(data.count))
        return Data(length + littleEndian(maskedChecksum(of: length)) + data + littleEndian(maskedChecksum(of: data)))
    }

    /// The check value as such files hold it: rotated right by 15 bits, plus a constant. A plain one would be no good check
    /// for data which hold check values themselves.
    static func maskedChecksum(of bytes: [UInt8]) -> UInt32 {
        let checksum = CRC32C.checksum(of: bytes)
        return (checksum >> 15 | checksum << 17) &+ 0xa282_ead8
    }

    private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
