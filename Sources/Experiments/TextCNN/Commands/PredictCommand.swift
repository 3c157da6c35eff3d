import ArgumentParser
import Foundation
import SwiftletTrain

/// Classifies sentences from standard input.
struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Read sentences from standard input and print label and probability of each.",
        discussion: "One sentence a line in, one line out: label, tab, probability, tab, sentence.")

    @OptionGroup var checkpoint: CheckpointOptions
    @OptionGroup(title: "Run") var runOptions: RunOptions

    private struct Prediction: Encodable {
        var label: String
        var probability: Float
        var text: String
    }

    func run() throws {
        // With vectors, the words must be known before the first answer, so all of the input is read first.
        guard checkpoint.embeddings != nil else {
            let classifier = try checkpoint.makeClassifier(runOptions) { _ in [] }
            while let text = readLine() { try predict(text, classifier) }
            return
        }
        var texts: [String] = []
        while let text = readLine() { texts.append(text) }
        let classifier = try checkpoint.makeClassifier(runOptions) { tokenizer in
            Set(texts.flatMap(tokenizer.tokens))
        }
        for text in texts { try predict(text, classifier) }
    }

    private func predict(_ text: String, _ classifier: TextClassifier) throws {
        let probabilities = try classifier.probabilities(of: [text])[0]
        let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
        let prediction = Prediction(
            label: classifier.encoder.labels.names[best], probability: probabilities[best], text: text)
        if runOptions.json {
            print(try JSON.line(prediction))
        } else {
            print("\(prediction.label)\t\(String(format: "%.4f", prediction.probability))\t\(text)")
        }
        // Somebody may be waiting at the other end of a pipe for the answer to this line.
        fflush(nil)
    }
}
