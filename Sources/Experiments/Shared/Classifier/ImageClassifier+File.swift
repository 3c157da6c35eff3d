import SwiftletData
import SwiftletTensor
import SwiftletTrain

extension ImageClassifier {
    private static let kind = "image-classifier"

    /// Writes weights and record to one safetensors file, atomically. Throws `RunError`.
    public func write(to path: String) throws {
        try Checkpoint(
            tensors: network.stateDictionary().map { ($0.name, $0.value) },
            metadata: [
                "experiment": Self.kind, "record": try JSON.line(record), "weights_sha256": weightsChecksum,
            ]
        ).write(to: path)
    }

    /// Reads a classifier that `write(to:)` wrote.
    ///
    /// Throws `CheckpointError`, or `RunError` for the file of something else, of another version of the network, or whose
    /// weights are not those that were tested.
    public init(reading path: String, in context: ComputeContext) throws {
        let checkpoint = try Checkpoint(reading: path, in: context)
        do {
            try self.init(checkpoint, in: context)
        } catch {
            throw RunError("\(path): \(error)")
        }
    }

    private init(_ checkpoint: Checkpoint, in context: ComputeContext) throws {
        guard checkpoint.metadata["experiment"] == Self.kind else {
            throw RunError("this is not a file of an image classifier")
        }
        let record = try checkpoint.decode(ImageClassifierRecord.self, "record")
        guard record.networkVersion == ClassifierNetwork.version else {
            throw RunError(
                "this classifier has version \(record.networkVersion) of the network, "
                    + "expected \(ClassifierNetwork.version)")
        }
        // The sizes of the record decide how much memory is asked for, so the file must have as much.
        let smallest = ClassifierNetwork.smallestSide
        guard record.width >= smallest && record.height >= smallest && record.channels > 0 && record.classes > 1,
            record.width < 1 << 16 && record.height < 1 << 16
        else {
            throw RunError("the classifier's record has impossible sizes: \(record.sizeText)")
        }
        let widths = ClassifierNetwork.Widths()
        try checkpoint.require("conv1.weight", shape: [widths.first, record.channels, 3, 3])
        try checkpoint.require(
            "hidden.weight", shape: [widths.hidden, widths.third * (record.width / 4) * (record.height / 4)])
        try checkpoint.require("output.weight", shape: [record.classes, widths.hidden])
        let network = ClassifierNetwork(
            channels: record.channels, height: record.height, width: record.width, classes: record.classes)
        try checkpoint.load(network)
        try self.init(network, record, in: context)
        guard try checkpoint.entry("weights_sha256") == weightsChecksum else {
            throw RunError("the weights are not those that were tested: their SHA-256 is another one")
        }
    }
}
