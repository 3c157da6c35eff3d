import Foundation

/// A folder for inputs, in memory where the system has such a place, removed at its end.
public final class ScratchFolder {
    /// Where it lies.
    public let path: String
    /// The input.
    public var file: String { "\(path)/input" }
    private var input: [UInt8] = []

    /// Makes an empty folder.
    public init() throws {
        let memory = "/dev/shm"
        let place = FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
        path = "\(place)/swiftlet-fuzz-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Replaces the input.
    func write(_ bytes: [UInt8]) throws {
        input = bytes
        try write(bytes, to: "input")
    }

    /// The path of something in it.
    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    /// A folder in it that holds the input under other names, and further files.
    func folder(_ name: String, with inputNames: String..., beside others: [String: String] = [:]) throws -> String {
        if !FileManager.default.fileExists(atPath: self(name)) {
            try FileManager.default.createDirectory(atPath: self(name), withIntermediateDirectories: true)
            for (other, text) in others { try write(Array(text.utf8), to: "\(name)/\(other)") }
        }
        for inputName in inputNames { try write(input, to: "\(name)/\(inputName)") }
        return self(name)
    }

    /// A file in it, of the given content; written once.
    func file(_ name: String, _ content: [UInt8]) throws -> String {
        if !FileManager.default.fileExists(atPath: self(name)) { try write(content, to: name) }
        return self(name)
    }

    /// Writes without the care of Foundation, which would be the slowest part of a fuzzer's round.
    private func write(_ bytes: [UInt8], to name: String) throws {
        let descriptor = open(self(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
        defer { close(descriptor) }
        let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        guard written == bytes.count else { throw CocoaError(.fileWriteUnknown) }
    }
}
