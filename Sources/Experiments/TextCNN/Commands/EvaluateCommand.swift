import ArgumentParser
import ExperimentSupport
import SwiftletData
import SwiftletEvaluation
import SwiftletNN
import SwiftletTrain

/// Evaluates a trained classifier on labeled sentences.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Report a trained classifier's accuracy on labelled sentences.",
        discussion: """
            Several checkpoints are evaluated together, by the mean of their probabilities. Beside the accuracy stand the \
            fraction of the most frequent class, the macro F1 score and, of two classes, the area under the ROC curve.

            Example:
              textcnn evaluate --checkpoint runs/reviews --test others.txt
            """)

    @Option(help: ArgumentHelp("Labelled sentences, see --format; plain, gzip or in a ZIP archive.", valueName: "file"))
    var test: String

    @OptionGroup var sentences: SentenceOptions

    @Option(help: "Sentences a batch; does not change the result.")
    var batchSize = 256

    @OptionGroup var checkpoint: CheckpointOptions
    @OptionGroup(title: "Run") var compute: ComputeOptions

    private struct Result: Encodable {
        var testAccuracy: Double
        var testLoss: Double
        var majorityFraction: Double
        var macroF1: Double
        var auc: Double?
        var count: Int
        var labels: [String]
        var confusion: [[Int]]
    }

    func run() throws {
        try requireCount(batchSize, "--batch-size")
        var reading = SentenceReading()
        sentences.apply(to: &reading)
        let trained = try checkpoint.readEnsemble(compute)
        let file = try SentenceOptions.namingFlags {
            try SentenceFile(path: test, reading: reading, known: trained.labels)
        }
        file.notes.forEach(ProgressReporter().note)
        let ensemble = try checkpoint.extended(trained) {
            file.sentences.flatMap { trained.tokenizer.tokens(of: $0.text) }
        }
        let words = file.sentences.map { ensemble.tokenizer.truncatedTokens(of: $0.text) }
        if let warning = Tokenizer.warning(ofTruncated: words.count(where: \.isTruncated)) {
            ProgressReporter().note(warning)
        }
        let judgement = try TextEvaluation.judge(
            ensemble, words.map(\.tokens),
            labels: ensemble.labels.numbers(of: file), batchSize: batchSize)
        let missing = judgement.confusion.classesWithoutExample
        if let warning = AccuracyContext.warning(withoutExample: missing, of: ensemble.labels.names, in: test) {
            ProgressReporter().note(warning)
        }
        let result = Result(
            testAccuracy: judgement.metrics.accuracy ?? 0, testLoss: judgement.metrics.loss ?? 0,
            majorityFraction: judgement.context.majorityFraction, macroF1: judgement.context.macroF1,
            auc: judgement.context.auc, count: judgement.metrics.count, labels: ensemble.labels.names,
            confusion: judgement.confusion.counts)
        print(
            "Accuracy \(MetricText.value(result.testAccuracy, of: "accuracy")) (\(judgement.context.text)) "
                + "on \(result.count) sentences, ", terminator: "")
        print("cross-entropy \(MetricText.value(result.testLoss, of: "loss")) nats.")
        print(ConfusionTable(labels: result.labels, confusion: judgement.confusion).text)
        if compute.json { try StandardOutput.write(json: result) }
    }
}

/// How often each class was taken for each class, as text.
struct ConfusionTable {
    let labels: [String]
    let confusion: ConfusionMatrix

    var text: String {
        let head = ["true \\ predicted"] + labels + ["recall"]
        let rows = labels.indices.map { index in
            let recall = confusion.recalls[index].map { MetricText.value($0, of: "accuracy") } ?? "–"
            return [labels[index]] + confusion.counts[index].map(String.init) + [recall]
        }
        return TextTable.aligned([head] + rows)
    }
}
