import ArgumentParser
import ExperimentSupport
import Foundation
import SwiftletTrain

/// Classifies sentences from standard input.
struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Read sentences from standard input and print label and probability of each.",
        discussion: """
            One sentence a line in, one line out: label, tab, probability, tab, sentence.

            Example:
              textcnn predict --checkpoint runs/reviews < sentences.txt
            """)

    @OptionGroup var checkpoint: CheckpointOptions
    @OptionGroup(title: "Run") var compute: ComputeOptions

    private struct Prediction: Encodable {
        var label: String
        var probability: Float
        var text: String
    }

    func run() throws {
        // With vectors, the words must be known before the first answer, so all of the input is read first.
        guard checkpoint.embeddings != nil else {
            let ensemble = try checkpoint.makeEnsemble(compute) { _ in [] }
            while let text = readLine() { try predict(text, ensemble) }
            return
        }
        var texts: [String] = []
        while let text = readLine() { texts.append(text) }
        let ensemble = try checkpoint.makeEnsemble(compute) { tokenizer in
            texts.flatMap(tokenizer.tokens)
        }
        for text in texts { try predict(text, ensemble) }
    }

    private func predict(_ text: String, _ ensemble: TextEnsemble) throws {
        let probabilities = try ensemble.probabilities(of: [ensemble.tokenizer.tokens(of: text)])[0]
        let best = TextEvaluation.mostProbable(probabilities)
        let prediction = Prediction(label: ensemble.labels.names[best], probability: probabilities[best], text: text)
        if compute.json {
            print(try JSON.line(prediction))
        } else {
            print("\(prediction.label)\t\(String(printf: "%.4f", prediction.probability))\t\(text)")
        }
        // Somebody may be waiting at the other end of a pipe for the answer to this line.
        fflush(nil)
    }
}
