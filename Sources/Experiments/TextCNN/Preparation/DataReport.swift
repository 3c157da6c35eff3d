import Foundation
import SwiftletData

/// What a user should know of the data before training on it.
struct DataReport {
    private let experiment: TextExperiment

    init(_ experiment: TextExperiment) { self.experiment = experiment }

    /// A few lines: where the sentences come from, how many of which class, how long, how many words have a vector.
    var lines: [String] {
        let corpus = experiment.corpus
        var lines: [String] = []
        if experiment.isGenerated {
            lines.append(
                "No data found: training on sentences generated from a small grammar. "
                    + "Scripts/fetch-data gets real ones; --train names a file.")
        }
        lines += experiment.notes.map { "Note: \($0)" }
        let parts = [
            ("Training file", corpus.training), ("Development file", corpus.development ?? []),
            ("Test file", corpus.test ?? []),
        ]
        for (name, indices) in parts where !indices.isEmpty {
            lines.append(describe(name, corpus.statistics(of: indices, knows: knows)))
        }
        if let line = describeOverlap(corpus) { lines.append(line) }
        let all = corpus.statistics(of: Array(corpus.tokens.indices), knows: knows)
        lines.append(describeVectors(all))
        if let warning = warning(of: all) { lines.append(warning) }
        if let note = experiment.start?.startNote(for: corpus.labels) { lines.append(note) }
        return lines + warnings
    }

    /// What the figures of a run on these sentences will hide.
    private var warnings: [String] {
        let (corpus, splits) = (experiment.corpus, experiment.splits)
        let parts = [
            ("training set", splits.map(\.training)), ("validation set", splits.map(\.development)),
            ("test set", splits.map(\.test)),
        ]
        var warnings = parts.flatMap { name, sets in
            sets.enumerated().compactMap { number, set in
                let present = Set(set.map { corpus.classes[$0] })
                return AccuracyContext.warning(
                    withoutExample: corpus.labels.names.indices.filter { !present.contains(Int32($0)) },
                    of: corpus.labels.names,
                    in: "the \(name)" + (splits.count > 1 ? " of fold \(number + 1)" : ""))
            }
        }
        if let warning = Tokenizer.warning(ofTruncated: corpus.truncatedCount) { warnings.append(warning) }
        return warnings
    }

    /// Fewer running words with a vector than this are no accident.
    private static let leastKnownFraction = 0.1

    private func warning(of statistics: SentenceStatistics) -> String? {
        guard experiment.vectors != nil, statistics.runningWords > 0,
            1 - statistics.unknownRunningShare < Self.leastKnownFraction
        else { return nil }
        let lowercase = experiment.configuration.preparation.tokenizer.lowercase
        return "Warning: hardly any word of the data has a vector. The vectors may be of another language, or of "
            + (lowercase
                ? "words with capitals (--no-lowercase keeps them)." : "lower-case words (--lowercase makes them).")
    }

    private static func list(_ items: [String]) -> String {
        items.prefix(10).joined(separator: ", ") + (items.count > 10 ? ", ... (\(items.count - 10) more)" : "")
    }

    private func knows(_ word: String) -> Bool { experiment.vectors?.row(of: word) != nil }

    private func describe(_ name: String, _ statistics: SentenceStatistics) -> String {
        let classes = Self.list(statistics.classes.map { "\($0.name): \($0.count)" })
        let lengths = String(
            printf: "words a sentence: mean %.1f, median %ld, 99 %% up to %ld, longest %ld", statistics.meanLength,
            statistics.medianLength, statistics.length99, statistics.maximumLength)
        let empty = statistics.emptyCount > 0 ? ", \(statistics.emptyCount) without a word" : ""
        return "\(name): \(statistics.count) sentences\(empty) (\(classes)); \(lengths)"
    }

    /// A test sentence that was trained on says little.
    private func describeOverlap(_ corpus: TextCorpus) -> String? {
        guard let test = corpus.test else { return nil }
        func key(_ index: Int) -> [ByteString] { corpus.tokens[index].map { ByteString($0) } }
        let known = Set(corpus.training.map(key))
        let count = test.count { known.contains(key($0)) }
        return count == 0 ? nil : "Note: \(count) of \(test.count) test sentences are in the training file too"
    }

    private func describeVectors(_ statistics: SentenceStatistics) -> String {
        guard let vectors = experiment.vectors else {
            if experiment.start != nil {
                return "No word vectors: embeddings start from the checkpoint's, those of new words at random."
            }
            return "No word vectors: embeddings start at random. Scripts/fetch-data glove gets some; "
                + "--embeddings names a file."
        }
        return "Word vectors: \(vectors.path), "
            + String(
                printf:
                    "%ld numbers a word; out of vocabulary are %.1f %% of %ld different words, %.1f %% of all words",
                vectors.dimension, 100 * statistics.unknownDistinctShare, statistics.distinctWords,
                100 * statistics.unknownRunningShare)
    }
}

extension Tokenizer {
    /// What a user should know of sentences that were cut; nil if there are none.
    static func warning(ofTruncated count: Int) -> String? {
        guard count > 0 else { return nil }
        return
            "Warning: \(count == 1 ? "1 sentence is" : "\(count) sentences are") longer than \(maximumTokens) words; the rest "
            + "of \(count == 1 ? "it" : "them") is not used"
    }
}
