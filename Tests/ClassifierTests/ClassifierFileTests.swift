import Foundation
import SwiftletData
import SwiftletTensor
import SwiftletTrain
import TestSupport
import Testing

@testable import ExperimentSupport

@Suite("Files and cache of the classifier")
struct ClassifierFileTests {
    private let folder: TemporaryFolder
    private let context: ComputeContext
    private let training = quarters(24)
    private let test = quarters(12, seed: 2)

    init() throws {
        folder = try TemporaryFolder()
        context = try ComputeContext(threads: 1)
    }

    private func load(
        _ training: ImageSet? = nil, seed: UInt64 = 1, in context: ComputeContext? = nil
    ) throws -> ImageClassifier {
        try .load(
            for: "quarters", training: training ?? self.training, test: test, cache: folder("cache/deep"), seed: seed,
            context: context ?? self.context)
    }

    private func cached() throws -> [String] { try folder.names(in: "cache/deep") }

    /// Changes whenever the file is written anew.
    private func number(ofFile name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder("cache/deep/\(name)"))
        return try #require(attributes[.systemFileNumber] as? Int)
    }

    /// What is said about a file that cannot be read.
    private func refusal(_ path: String) -> String {
        do {
            _ = try ImageClassifier(reading: path, in: context)
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test("A file brings the classifier back bit for bit")
    func roundTrip() throws {
        let classifier = try load()
        try classifier.write(to: folder("classifier.safetensors"))
        let read = try ImageClassifier(reading: folder("classifier.safetensors"), in: context)
        #expect(read.record == classifier.record)
        #expect(read.sentence == classifier.sentence)
        #expect(try read.logits(of: test) == classifier.logits(of: test))
    }

    @Test("It is trained once, and trained anew for other pictures, labels, seeds and kernels")
    func cache() throws {
        let first = try load()
        let name = try #require(try cached().first)
        #expect(name.hasPrefix("quarters-v1-seed1-") && name.hasSuffix(".safetensors"))
        let number = try number(ofFile: name)
        #expect(try load().weightsChecksum == first.weightsChecksum)
        #expect(try self.number(ofFile: name) == number)
        _ = try load(training.prefix(23))
        #expect(try cached().count == 2)
        _ = try load(training.labelled((0..<24).map { Int32(3 - $0 % 4) }))
        #expect(try cached().count == 3)
        #expect(try load(seed: 2).weightsChecksum != first.weightsChecksum)
        #expect(try cached().count == 4)
        _ = try load(in: ComputeContext(threads: 1, kernels: "generic"))
        #expect(try cached().count == 5)
        // Threads change no bit, so they need no file of their own.
        _ = try load(in: ComputeContext(threads: 2))
        #expect(try cached().count == 5)
    }

    @Test("A cached file that is damaged, or that holds another classifier, is trained anew")
    func damagedCache() throws {
        let first = try load()
        let path = folder("cache/deep/\(try #require(try cached().first))")
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
        #expect(try load().weightsChecksum == first.weightsChecksum)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == whole)
        try load(seed: 2).write(to: path)
        #expect(try load().weightsChecksum == first.weightsChecksum)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == whole)
    }

    @Test("A file whose weights were changed, of another version or of something else is refused")
    func refusals() throws {
        let path = folder("classifier.safetensors")
        try load().write(to: path)
        let whole = try Checkpoint(reading: path, in: context)

        var changed = whole
        changed.tensors[0].tensor.fill(0.5)
        try changed.write(to: path)
        #expect(refusal(path) == "\(path): the weights are not those that were tested: their SHA-256 is another one")

        let record = try #require(whole.metadata["record"])
        func write(_ old: String, _ new: String) throws {
            var other = whole
            try #require(record.contains(old))
            other.metadata["record"] = record.replacingOccurrences(of: old, with: new)
            try other.write(to: path)
        }
        try write("\"network_version\":1", "\"network_version\":9")
        #expect(refusal(path).contains("version 9 of the network, expected 1"))
        try write("\"width\":8", "\"width\":60000")
        #expect(refusal(path).contains("'hidden.weight' must have the shape [128, 1920000]"))
        try write("\"width\":8", "\"width\":-8")
        #expect(refusal(path).contains("impossible sizes: -8 x 8 x 1"))
        try write("\"classes\":4", "\"classes\":5")
        #expect(refusal(path).contains("'output.weight' must have the shape [5, 128]"))
        try write("{", "[")
        #expect(refusal(path).contains("'record' cannot be understood"))

        var other = whole
        other.metadata["experiment"] = "textcnn"
        try other.write(to: path)
        #expect(refusal(path) == "\(path): this is not a file of an image classifier")
        #expect(refusal(folder("absent")).contains("absent"))
    }

    @Test("--classifier takes a file, unless it judges pictures of another size")
    func option() throws {
        let path = folder("classifier.safetensors")
        let classifier = try load()
        try classifier.write(to: path)
        let options = try ClassifierOptions.parse(["--classifier", path])
        let read = try options.load(for: "other", training: training, test: test, context: context)
        #expect(read.weightsChecksum == classifier.weightsChecksum)
        let coloured = quarters(8, channels: 3)
        let error = #expect(throws: RunError.self) {
            try options.load(for: "coloured", training: coloured, test: coloured, context: context)
        }
        #expect(error?.description.contains("--classifier \(path) judges pictures of 8 x 8 x 1") == true)
        #expect(error?.description.contains("those of coloured are 8 x 8 x 3") == true)
    }
}
