import Foundation
import SwiftletData

/// A checkpoint file open for reading, its header already checked.
final class CheckpointFile {
    private let path: String
    private let descriptor: Int32
    private let dataStart: Int
    let header: CheckpointHeader

    /// Throws `CheckpointError`.
    init(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw CheckpointError(path: path, reason: systemErrorMessage()) }
        do {
            (header, dataStart) = try Self.readHeader(descriptor)
        } catch let damage as CheckpointDamage {
            close(descriptor)
            throw CheckpointError(path: path, reason: Self.otherKind(path) ?? damage.reason)
        }
        self.path = path
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// The sentence about a file that is plainly something else than a checkpoint.
    private static func otherKind(_ path: String) -> String? {
        guard let kind = FileKind(path: path), kind.isKnown,
            !["a safetensors file", "an empty file"].contains(kind.description)
        else { return nil }
        let advice =
            kind.description.contains("PyTorch")
            ? "; in Python, safetensors.torch.save_file(torch.load(path), \"weights.safetensors\") converts one that holds a state dictionary"
            : ""
        return kind.refusal(expected: "a safetensors file") + advice
    }

    /// An error about the file.
    func error(_ reason: String) -> CheckpointError { CheckpointError(path: path, reason: reason) }

    /// Reads the numbers of one tensor.
    func read(_ entry: CheckpointHeader.Entry, into buffer: UnsafeMutableRawBufferPointer) throws {
        do {
            let place = UnsafeMutableRawBufferPointer(rebasing: buffer[..<(entry.end - entry.offset)])
            try Self.read(descriptor, from: dataStart + entry.offset, into: place)
        } catch let damage as CheckpointDamage {
            throw CheckpointError(path: path, reason: damage.reason)
        }
    }

    private static func readHeader(_ descriptor: Int32) throws -> (CheckpointHeader, dataStart: Int) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw CheckpointDamage(systemErrorMessage()) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw CheckpointDamage("this is not a file") }
        let fileByteCount = Int(status.st_size)
        guard fileByteCount >= 8 else {
            throw CheckpointDamage("the file has only \(fileByteCount) bytes, too few for a header")
        }
        var length: UInt64 = 0
        try withUnsafeMutableBytes(of: &length) { try read(descriptor, from: 0, into: $0) }
        guard length <= CheckpointHeader.maximumByteCount else {
            throw CheckpointDamage("the header would have \(length) bytes; this is not a safetensors file")
        }
        let headerByteCount = Int(length)
        guard headerByteCount <= fileByteCount - 8 else {
            throw CheckpointDamage(
                "the header has \(headerByteCount) bytes, but the file only \(fileByteCount - 8) after its length")
        }
        var text = [UInt8](repeating: 0, count: headerByteCount)
        try text.withUnsafeMutableBytes { try read(descriptor, from: 8, into: $0) }
        let dataStart = 8 + headerByteCount
        return (try CheckpointHeader(parsing: text, dataByteCount: fileByteCount - dataStart), dataStart)
    }

    private static func read(
        _ descriptor: Int32, from offset: Int, into buffer: UnsafeMutableRawBufferPointer
    ) throws {
        var done = 0
        while done < buffer.count {
            let count = pread(descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw CheckpointDamage(systemErrorMessage()) }
            if count == 0 { throw CheckpointDamage("the file became shorter while it was read") }
            done += count
        }
    }
}
