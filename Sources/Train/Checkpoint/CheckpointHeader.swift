import Foundation
import SwiftletTensor

#if _endian(big)
    #error("checkpoints hold little-endian numbers, which are read and written here as they lie in memory")
#endif

/// What a checkpoint file says of its content before the numbers begin: names, types, shapes, places and metadata.
public struct CheckpointHeader: Equatable, Sendable {
    /// What kind of numbers a tensor holds.
    public enum NumberType: String, Equatable, Sendable, CaseIterable {
        /// Single precision.
        case float32 = "F32"
        /// Signed 32-bit integers.
        case int32 = "I32"
        /// Signed 64-bit integers, as PyTorch counts batches. They are read if 32 bits can hold them, and never written.
        case int64 = "I64"

        /// Bytes of one number.
        var byteCount: Int { self == .int64 ? 8 : 4 }
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
        precondition(Set(entries.map(\.name)).count == entries.count, "two tensors of a checkpoint have the same name")
        precondition(!entries.contains { $0.name == Self.metadataKey }, "no tensor can be named \(Self.metadataKey)")
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
            let words = metadata.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }
            text += "\"\(Self.metadataKey)\":{\(words.joined(separator: ","))}"
        }
        for entry in entries {
            let sizes = entry.shape.dimensions.map(String.init).joined(separator: ",")
            text += text.utf8.count > 1 ? "," : ""
            text += "\(Self.quoted(entry.name)):{\"dtype\":\"\(entry.type.rawValue)\",\"shape\":[\(sizes)],"
            text += "\"data_offsets\":[\(entry.offset),\(entry.end)]}"
        }
        text += "}"
        let past = (8 + text.utf8.count) % Self.alignment
        if past > 0 { text += String(repeating: " ", count: Self.alignment - past) }
        return withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { Data($0) } + Data(text.utf8)
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where scalar.value < 0x20: quoted += String(printf: "\\u%04x", scalar.value)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
