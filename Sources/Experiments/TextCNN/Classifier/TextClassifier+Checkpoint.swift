import ExperimentSupport
import Foundation
import SwiftletData
import SwiftletNN
import SwiftletTensor
import SwiftletTrain

extension TextClassifier {
    /// Writes weights, configuration, tokenizer, labels and vocabulary to one safetensors file, atomically. Throws
    /// `RunError`.
    public func write(to path: String) throws {
        let metadata = [
            "model": try JSON.line(configuration),
            "tokenizer": try JSON.line(encoder.tokenizer),
            "labels": try JSON.line(encoder.labels.names),
            "vocabulary": encoder.vocabulary.words.joined(separator: "\n"),
        ]
        try Checkpoint(of: TextCNNProgram.self, [(nil, model)], metadata: metadata).write(to: path)
    }

    /// Reads a classifier that `write(to:)` wrote; `path` is the file, or a run directory that holds it.
    ///
    /// Throws `CheckpointError`, or `RunError` for a checkpoint of something else.
    public init(reading path: String, in context: ComputeContext) throws {
        let file = try Self.checkpointFiles(at: path)[0]
        self = try Checkpoint.read(file, of: TextCNNProgram.self, in: context) { try Self($0) }
    }

    private init(_ checkpoint: Checkpoint) throws {
        let configuration = try checkpoint.decode(ModelConfiguration.self, "model")
        try configuration.validate()
        let encoder = TextEncoder(
            tokenizer: try checkpoint.decode(Tokenizer.self, "tokenizer"),
            vocabulary: try Vocabulary(words: Self.lines(of: checkpoint.entry("vocabulary"))),
            labels: try Self.labels(of: checkpoint))
        guard let table = checkpoint["embedding.weight"], table.shape.rank == 2,
            table.shape[0] == encoder.vocabulary.count
        else {
            throw RunError("'embedding.weight' must have a row for each of \(encoder.vocabulary.count) words")
        }
        try Self.requireConvolutions(of: configuration, dimension: table.shape[1], in: checkpoint)
        let model = TextCNN(configuration, table: table, classes: encoder.labels.count)
        try checkpoint.load(model)
        self.init(encoder: encoder, configuration: configuration, model: model)
    }

    /// The lines of a text, by their bytes: as characters, a line end after a carriage return would be none.
    private static func lines(of text: String) -> [String] {
        text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { String(Substring($0)) }
    }

    /// Throws unless the file has the weights of every convolution, so that a damaged configuration cannot ask for a
    /// network larger than the file.
    private static func requireConvolutions(
        of configuration: ModelConfiguration, dimension: Int, in checkpoint: Checkpoint
    ) throws {
        for (index, kernelSize) in configuration.kernelSizes.enumerated() {
            try checkpoint.require(
                "convolutions.\(index).weight", shape: [configuration.filters, dimension, kernelSize])
        }
    }

    /// The checkpoints that a path names: the file, or those of a run directory. Throws `RunError` for a run of a
    /// cross-validation, whose networks have each been tested on other sentences.
    static func checkpointFiles(at path: String) throws -> [String] {
        guard CheckpointPath.isFolder(path) else { return [path] }
        var members: [String] = []
        while true {
            let member = "\(path)/\(checkpointName(member: members.count + 1))"
            guard FileManager.default.fileExists(atPath: member) else { break }
            members.append(member)
        }
        if !members.isEmpty { return members }
        let whole = "\(path)/\(checkpointName())"
        if !FileManager.default.fileExists(atPath: whole), let fold = firstFold(in: path) {
            throw RunError(
                "\(path) is the run of a cross-validation; name one of its checkpoints, such as \(path)/\(fold)")
        }
        return [whole]
    }

    /// The only checkpoint that a path names. Throws `RunError` for a run that left several.
    static func singleCheckpointFile(at path: String) throws -> String {
        let files = try checkpointFiles(at: path)
        guard files.count == 1 else {
            throw RunError(
                "\(path) is the run of \(files.count) networks; name one of its checkpoints, such as \(files[0])")
        }
        return files[0]
    }

    private static func firstFold(in folder: String) -> String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix("checkpoint-fold-") && $0.hasSuffix(".safetensors") }.min()
    }

    /// Name of the checkpoint in a run directory; each fold, and each network of an ensemble, has one of its own.
    static func checkpointName(fold: Int? = nil, member: Int? = nil) -> String {
        ["checkpoint", partName(fold: fold, member: member)].compactMap { $0 }.joined(separator: "-") + ".safetensors"
    }

    /// What a fold, or a network of an ensemble, is called in file names; nil for the only network of a run.
    static func partName(fold: Int?, member: Int?) -> String? {
        let parts = [fold.map { "fold-\($0)" }, member.map { "member-\($0)" }].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: "-")
    }

    private static func labels(of checkpoint: Checkpoint) throws -> LabelSet {
        let names = try checkpoint.decode([String].self, "labels")
        guard names.count > 1, Set(names.map { ByteString($0) }).count == names.count else {
            throw RunError("the checkpoint's labels must be at least two different names")
        }
        return LabelSet(names: names)
    }
}
