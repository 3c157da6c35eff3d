import Foundation
import SwiftletData
import SwiftletNN
import SwiftletTensor
import SwiftletTrain

extension TextClassifier {
    private static let kind = "textcnn"

    /// Writes weights, configuration, tokenizer, labels and vocabulary to one safetensors file, atomically. Throws
    /// `RunError`.
    public func write(to path: String) throws {
        let metadata = [
            "experiment": Self.kind,
            "model": try JSON.line(configuration),
            "tokenizer": try JSON.line(encoder.tokenizer),
            "labels": try JSON.line(encoder.labels.names),
            "vocabulary": encoder.vocabulary.words.joined(separator: "\n"),
        ]
        try Checkpoint(tensors: model.stateDictionary().map { ($0.name, $0.value) }, metadata: metadata).write(to: path)
    }

    /// Reads a classifier that `write(to:)` wrote; `path` is the file, or a run directory that holds it.
    ///
    /// Throws `CheckpointError`, or `RunError` for a checkpoint of something else.
    public init(reading path: String, in context: ComputeContext) throws {
        let file = Self.checkpointFile(at: path)
        let checkpoint = try Checkpoint(reading: file, in: context)
        guard checkpoint.metadata["experiment"] == Self.kind else {
            throw RunError("\(file): this is not a checkpoint of textcnn")
        }
        let configuration = try Self.decode(ModelConfiguration.self, "model", of: checkpoint, file)
        try configuration.validate()
        encoder = TextEncoder(
            tokenizer: try Self.decode(Tokenizer.self, "tokenizer", of: checkpoint, file),
            vocabulary: try Vocabulary(
                words: Self.entry("vocabulary", of: checkpoint, file).components(separatedBy: "\n")),
            labels: try Self.labels(of: checkpoint, file))
        guard let table = checkpoint["embedding.weight"], table.shape.rank == 2,
            table.shape[0] == encoder.vocabulary.count
        else {
            throw RunError("\(file): 'embedding.weight' must have a row for each of \(encoder.vocabulary.count) words")
        }
        model = TextCNN(configuration, table: table, classes: encoder.labels.count, random: RandomStream(seed: 0))
        do {
            try model.load(Dictionary(uniqueKeysWithValues: checkpoint.tensors.map { ($0.name, $0.tensor) }))
        } catch {
            throw RunError("\(file): \(error)")
        }
        self.configuration = configuration
    }

    private static func checkpointFile(at path: String) -> String {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return exists && isFolder.boolValue ? "\(path)/\(checkpointName())" : path
    }

    /// Name of the checkpoint in a run directory; a fold has one of its own.
    static func checkpointName(fold: Int? = nil) -> String {
        fold.map { "checkpoint-fold-\($0).safetensors" } ?? "checkpoint.safetensors"
    }

    private static func labels(of checkpoint: Checkpoint, _ file: String) throws -> LabelSet {
        let names = try decode([String].self, "labels", of: checkpoint, file)
        guard names.count > 1, Set(names).count == names.count else {
            throw RunError("\(file): the checkpoint's labels must be at least two different names")
        }
        return LabelSet(names: names)
    }

    private static func entry(_ key: String, of checkpoint: Checkpoint, _ file: String) throws -> String {
        guard let text = checkpoint.metadata[key] else { throw RunError("\(file): the checkpoint has no '\(key)'") }
        return text
    }

    private static func decode<Value: Decodable>(
        _ type: Value.Type, _ key: String, of checkpoint: Checkpoint, _ file: String
    ) throws -> Value {
        let text = try entry(key, of: checkpoint, file)
        do {
            return try JSON.decode(type, from: Data(text.utf8))
        } catch {
            throw RunError("\(file): the checkpoint's '\(key)' cannot be understood")
        }
    }
}
