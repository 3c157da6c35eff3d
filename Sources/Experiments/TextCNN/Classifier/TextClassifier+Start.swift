import SwiftletData
import SwiftletTensor
import SwiftletTrain

extension TextClassifier {
    /// This classifier as the start of a training on other data: for the classes `labels`, and with the words of `vocabulary` that it does
    /// not know yet behind its own. Their rows are those of `table`, which has one for each word of `vocabulary`. Other classes than its
    /// own get an output layer of random weights. Throws `ModuleError`.
    func start(
        _ settings: ModelConfiguration, knowing vocabulary: Vocabulary, table: Tensor, labels: LabelSet,
        random: RandomStream
    ) throws -> (classifier: TextClassifier, newWords: Int) {
        let added = vocabulary.words.dropFirst(2).filter { !encoder.vocabulary.contains($0) }
        let (dimension, elements) = (embeddingDimension, table.elements)
        let rows = added.flatMap { word -> ArraySlice<Float> in
            let row = Int(vocabulary.number(of: word))
            return elements[row * dimension..<(row + 1) * dimension]
        }
        let words = encoder.vocabulary.words + added
        let whole = Tensor(
            model.embedding.weight.value.elements + rows, shape: [words.count, dimension], in: context)
        let network = try TextCNN(settings, table: whole, classes: labels.count).initialized(
            random: random, in: context)
        var state = Dictionary(uniqueKeysWithValues: try model.stateDictionary().map { ($0.name, $0.value) })
        state["embedding.weight"] = whole
        if labels != encoder.labels {
            for (name, value) in try network.stateDictionary() where name.hasPrefix("output.") { state[name] = value }
        }
        try network.load(state)
        let extended = TextEncoder(
            tokenizer: encoder.tokenizer, vocabulary: try Vocabulary(words: words), labels: labels)
        return (TextClassifier(encoder: extended, configuration: settings, model: network), added.count)
    }

    /// What a user should know if a training for `labels` starts from this classifier; nil if its classes are the same.
    func startNote(for labels: LabelSet) -> String? {
        if labels == encoder.labels { return nil }
        let (old, new) = (encoder.labels, labels)
        let sizes =
            old.count != new.count
            ? ("\(old.count) classes", "\(new.count)")
            : ("classes (\(Self.list(old.names)))", "(\(Self.list(new.names)))")
        return "Note: the checkpoint's \(sizes.0) differ from the data's \(sizes.1): the output layer starts anew."
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(10).joined(separator: ", ") + (names.count > 10 ? ", ..." : "")
    }
}
