import Foundation
import SwiftletTensor

#if _endian(big)
    #error("checkpoints hold little-endian numbers, which are read and written here as they lie in memory")
#endif

/// What a checkpoint file says of its content before the numbers begin: names, types, shapes, places and metadata.
public struct CheckpointHeader: Equatable, Sendable {
    /// What kind of numbers a tensor holds. `F32` and `I32` are written; others are read, floating point as single precision, and
    /// integers and truth values as 32-bit integers, if these can hold them.
    public enum NumberType: String, Equatable, Sendable, CaseIterable {
        /// Half precision.
        case float16 = "F16"
        /// The upper half of single precision.
        case bfloat16 = "BF16"
        /// Single precision.
        case float32 = "F32"
        /// Double precision.
        case float64 = "F64"
        /// True or false, a byte each.
        case bool = "BOOL"
        /// Unsigned 8-bit integers.
        case uint8 = "U8"
        /// Signed 8-bit integers.
        case int8 = "I8"
        /// Unsigned 16-bit integers.
        case uint16 = "U16"
        /// Signed 16-bit integers.
        case int16 = "I16"
        /// Unsigned 32-bit integers.
        case uint32 = "U32"
        /// Signed 32-bit integers.
        case int32 = "I32"
        /// Unsigned 64-bit integers.
        case uint64 = "U64"
        /// Signed 64-bit integers, as PyTorch counts batches.
        case int64 = "I64"

        /// Bytes of one number.
        var byteCount: Int {
            switch self {
            case .bool, .uint8, .int8: 1
            case .float16, .bfloat16, .uint16, .int16: 2
            case .float32, .uint32, .int32: 4
            case .float64, .uint64, .int64: 8
            }
        }

        /// Whether the numbers may have a fraction.
        var isFloatingPoint: Bool {
            switch self {
            case .float16, .bfloat16, .float32, .float64: true
            default: false
            }
        }
    }

    /// One tensor of the file.
    public struct Entry: Equatable, Sendable {
        /// Its name.
        public let name: String
        /// What numbers it holds.
        public let type: NumberType
        /// Sizes of its axes.
        public let shape: Shape
        /// Where its numbers begin, in bytes after the header.
        let offset: Int

        /// Where its numbers end.
        var end: Int { offset + shape.count * type.byteCount }
    }

    static let metadataKey = "__metadata__"
    /// The longest header that is read, as in other implementations: a longer one is damage, not content.
    static let maximumByteCount = 100_000_000
    /// The header is padded so that the numbers begin at a multiple of this many bytes.
    static let alignment = 64

    /// The tensors in the order in which the header names them.
    public let entries: [Entry]
    /// Words by name.
    public let metadata: [String: String]

    /// A header of known content, for writing.
    init(entries: [Entry], metadata: [String: String]) {
        require(
            Set(entries.map { Array($0.name.utf8) }).count == entries.count,
            "two tensors of a checkpoint have the same name")
        require(!entries.contains { $0.name == Self.metadataKey }, "no tensor can be named \(Self.metadataKey)")
        self.entries = entries
        self.metadata = metadata
    }

    /// Reads only the header of a file: enough to learn which model it is of.
    ///
    /// Throws `CheckpointError` if the file cannot be read or its header departs from the format in any way.
    public init(reading path: String) throws {
        let header = try CheckpointFile(path).header
        self.init(
            entries: header.entries, metadata: header.metadata.filter { $0.key != Checkpoint.checksumKey })
    }

    /// The header as it stands in a file, with its length before it.
    func encoded() -> Data {
        var text = "{"
        if !metadata.isEmpty {
            let words = metadata.sorted { $0.key < $1.key }.map { "\(JSON.quoted($0.key)):\(JSON.quoted($0.value))" }
            text += "\"\(Self.metadataKey)\":{\(words.joined(separator: ","))}"
        }
        for entry in entries {
            let sizes = entry.shape.dimensions.map(String.init).joined(separator: ",")
            text += text.utf8.count > 1 ? "," : ""
            text += "\(JSON.quoted(entry.name)):{\"dtype\":\"\(entry.type.rawValue)\",\"shape\":[\(sizes)],"
            text += "\"data_offsets\":[\(entry.offset),\(entry.end)]}"
        }
        text += "}"
        let past = (8 + text.utf8.count) % Self.alignment
        if past > 0 { text += String(repeating: " ", count: Self.alignment - past) }
        return withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { Data($0) } + Data(text.utf8)
    }
}
