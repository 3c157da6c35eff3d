import Foundation
import SwiftletTensor

/// Named tensors and a few words about them, kept in one file in the safetensors format.
///
///     try Checkpoint(tensors: [("average", average)], metadata: ["kernel_sizes": "3,4,5"]).write(to: path)
///     let checkpoint = try Checkpoint(reading: path, in: context)
///
/// `Module.save(to:)` and `Module.load(from:)` do this for all that a model holds.
///
/// The file is a 64-bit little-endian length, a JSON header of that length and the numbers, tensor after tensor, as
/// https://huggingface.co/docs/safetensors describes; other programs read it without conversion. Among the words there is
/// a checksum of everything else.
public struct Checkpoint {
    /// The tensors of numbers, in the order in which they were written.
    public var tensors: [(name: String, tensor: Tensor)]
    /// The tensors of 32-bit integers.
    public var integers: [(name: String, tensor: IntTensor)]
    /// Words by name: what is needed to build the model again.
    public var metadata: [String: String]

    /// A checkpoint of the given content. No two tensors may have the same name.
    public init(
        tensors: [(name: String, tensor: Tensor)], integers: [(name: String, tensor: IntTensor)] = [],
        metadata: [String: String] = [:]
    ) {
        self.tensors = tensors
        self.integers = integers
        self.metadata = metadata
    }

    /// The tensor of this name.
    public subscript(name: String) -> Tensor? { tensors.first { $0.name.utf8.elementsEqual(name.utf8) }?.tensor }

    /// Writes the file, replacing one that is there; a reader finds either the old file or the complete new one.
    ///
    /// Throws `RunError` if the file cannot be written, in which case an earlier one is still there.
    public func write(to path: String) throws {
        var entries: [CheckpointHeader.Entry] = []
        var offset = 0
        func add(_ name: String, _ type: CheckpointHeader.NumberType, _ shape: Shape) {
            entries.append(.init(name: name, type: type, shape: shape, offset: offset))
            offset = entries[entries.count - 1].end
        }
        for (name, tensor) in tensors { add(name, .float32, tensor.shape) }
        for (name, tensor) in integers { add(name, .int32, tensor.shape) }
        let header = CheckpointHeader(
            entries: entries, metadata: metadata.merging([Self.checksumKey: checksum()]) { $1 })
        try AtomicFile.write(to: path) { file in
            try header.encoded().withUnsafeBytes(file.write)
            for (_, tensor) in tensors {
                try tensor.withUnsafeElements { try file.write(UnsafeRawBufferPointer($0)) }
            }
            for (_, tensor) in integers { try tensor.elements.withUnsafeBytes(file.write) }
        }
    }

    /// Reads a file into tensors of `context`.
    ///
    /// Floating point of any precision becomes single precision, integers and truth values become 32-bit integers. Throws
    /// `CheckpointError` if these cannot hold a number, if the file cannot be read, departs from the format in any way or is not what its checksum
    /// says, if it has one.
    public init(reading path: String, in context: ComputeContext) throws {
        let file = try CheckpointFile(path)
        self.init(tensors: [], metadata: file.header.metadata)
        for entry in file.header.entries {
            if entry.type.isFloatingPoint {
                tensors.append((entry.name, try file.tensor(entry, in: context)))
            } else {
                integers.append((entry.name, try file.integers(entry, in: context)))
            }
        }
        if let expected = metadata.removeValue(forKey: Self.checksumKey), expected != checksum() {
            throw CheckpointError(
                path: path,
                reason: """
                    the file is damaged or was edited: its checksum is \(checksum()), but its metadata say \(expected); if it was \
                    edited on purpose, remove '\(Self.checksumKey)' from the metadata
                    """)
        }
    }
}
