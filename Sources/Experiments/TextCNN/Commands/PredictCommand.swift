import ArgumentParser
import ExperimentSupport
import Foundation
import SwiftletData
import SwiftletTrain

/// Classifies sentences from files or standard input.
struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Read sentences and print label and probability of each.",
        discussion: """
            One sentence a line in, one line out: label, tab, probability, tab, sentence. A blank line has its line too. \
            With --top or --probabilities, more pairs of label and probability stand before the sentence, the most probable \
            first. With --json, each line is an object: label, probability, text, known_tokens (words that the network has a \
            vector for) and, if asked for, top or probabilities.

            What has arrived is answered at once, in batches. Text is UTF-8, or UTF-16 with a byte order mark. Of a sentence \
            the first \(Tokenizer.maximumTokens) words count.

            Example:
              textcnn predict --checkpoint runs/reviews < sentences.txt
            """)

    @Argument(
        help: ArgumentHelp(
            "Sentences, one a line, plain or gzip; - for standard input. (default: standard input)", valueName: "file"))
    var files: [String] = []

    @Flag(help: "Print the probabilities of all classes.")
    var probabilities = false

    @Option(help: ArgumentHelp("Print so many classes, the most probable first. (default: 1)", valueName: "count"))
    var top: Int?

    @OptionGroup var checkpoint: CheckpointOptions
    @OptionGroup(title: "Run") var compute: ComputeOptions

    func validate() throws {
        if top != nil, probabilities, !compute.json {
            throw ValidationError("--top and --probabilities exclude each other, except with --json, which prints both")
        }
    }

    func run() throws {
        if let top { try requireCount(top, "--top") }
        let sources = (files.isEmpty ? ["-"] : files).map { $0 == "-" ? TextFile.standardInput : TextFile($0) }
        var tally = PredictionTally()
        // Also of what was answered before a line that cannot be read.
        defer { tally.notes.forEach { ProgressReporter().note($0) } }
        guard checkpoint.embeddings != nil else {
            let ensemble = try checkpoint.makeEnsemble(compute) { _ in [] }
            for source in sources {
                try source.forEachBatch { lines, _ in try answer(lines, ensemble, &tally) }
            }
            return
        }
        // With vectors, the words must be known before the first answer, so all of the input is read first.
        var lines: [String] = []
        for source in sources { try source.forEachBatch { batch, _ in lines += batch } }
        let ensemble = try checkpoint.makeEnsemble(compute) { tokenizer in
            lines.flatMap(tokenizer.tokens)
        }
        for start in stride(from: 0, to: lines.count, by: 1024) {
            try answer(Array(lines[start..<min(start + 1024, lines.count)]), ensemble, &tally)
        }
    }

    private func answer(_ lines: [String], _ ensemble: TextEnsemble, _ tally: inout PredictionTally) throws {
        let words = lines.map(ensemble.tokenizer.truncatedTokens)
        // Sorted by length, some hundred lines give batches of this size little padding.
        let predictions = try ensemble.predictions(of: words.map(\.tokens), batchSize: 64)
        var answers: [String] = []
        answers.reserveCapacity(lines.count)
        for ((line, words), prediction) in zip(zip(lines, words), predictions) {
            tally.add(prediction, isTruncated: words.isTruncated)
            let answer = PredictionAnswer(
                line, prediction, labels: ensemble.labels.names, top: top, isComplete: probabilities)
            answers.append(compute.json ? try answer.json : answer.tabSeparated)
        }
        StandardOutput.write(line: answers.joined(separator: "\n"))
        // Somebody may be waiting at the other end of a pipe for these answers.
        try StandardOutput.flush()
    }
}

/// The answer to one line.
struct PredictionAnswer: Encodable {
    struct Class: Encodable, Equatable {
        var label: String
        var probability: Float
    }

    var label: String
    var probability: Float
    var text: String
    var knownTokens: Int
    var top: [Class]?
    /// The probability of each class, the most probable first.
    var probabilities: [Class]?

    private enum CodingKeys: CodingKey {
        case label, probability, text, knownTokens, top
    }

    private let shown: ArraySlice<Class>

    /// The `top` classes, or all of them.
    init(_ line: String, _ prediction: TextEnsemble.Prediction, labels: [String], top: Int?, isComplete: Bool) {
        let ranking = prediction.ranking.map { Class(label: labels[$0.label], probability: $0.probability) }
        shown = ranking.prefix(isComplete ? ranking.count : top ?? 1)
        label = ranking[0].label
        probability = ranking[0].probability
        text = line
        knownTokens = prediction.knownTokens
        if let top { self.top = Array(ranking.prefix(top)) }
        if isComplete { probabilities = ranking }
    }

    /// The answer as an object on one line.
    var json: String {
        get throws {
            let line = try JSON.line(self)
            guard let probabilities else { return line }
            let object = try JSON.line(numbers: probabilities.map { ($0.label, $0.probability) })
            return "\(line.dropLast()),\"probabilities\":\(object)}"
        }
    }

    /// The answer as fields with tabs between them.
    var tabSeparated: String {
        shown.map { "\($0.label)\t\(String(printf: "%.4f", $0.probability))\t" }.joined() + text
    }
}

/// What users should know of the answers as a whole.
struct PredictionTally {
    private var count = 0
    private var unknown = 0
    private var truncated = 0

    mutating func add(_ prediction: TextEnsemble.Prediction, isTruncated: Bool) {
        count += 1
        if prediction.knownTokens == 0 { unknown += 1 }
        if isTruncated { truncated += 1 }
    }

    /// Sentences for standard error.
    var notes: [String] {
        var notes: [String] = []
        if unknown > 0 {
            notes.append(
                "Note: \(unknown) of \(count) lines hold no word that the network knows; their answers say nothing")
        }
        if truncated > 0 {
            notes.append(
                "Note: \(truncated) of \(count) sentences are longer than \(Tokenizer.maximumTokens) words; the rest of "
                    + "them was not read")
        }
        return notes
    }
}
