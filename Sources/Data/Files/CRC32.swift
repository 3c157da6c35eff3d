import CZlib

/// The cyclic redundancy check of gzip and PNG (CRC-32, ISO 3309), fed piece by piece: tells damage, not malice.
public struct CRC32: Sendable {
    /// The check of the bytes so far.
    public private(set) var value: UInt32 = 0

    /// Starts an empty message.
    public init() {}

    /// The check of a message that is there as a whole.
    public init(_ message: ArraySlice<UInt8>) {
        message.withUnsafeBytes { update($0) }
    }

    /// Appends bytes to the message.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return }
        value = UInt32(crc32_z(uLong(value), start, bytes.count))
    }

    /// Appends a text and a zero byte, so that two texts do not run into each other.
    public mutating func update(_ text: String) {
        Array(text.utf8 + [0]).withUnsafeBytes { update($0) }
    }
}
