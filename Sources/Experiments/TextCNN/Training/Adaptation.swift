import SwiftletTrain

/// A setting whose default may give way to what the data can meet.
public enum AdaptableSetting: Sendable {
    /// Lengths of the convolutions.
    case kernelSizes
    /// Fraction that decides when to stop.
    case developmentShare
    /// Fraction that is tested on.
    case testShare
}

/// Settings that fit the data, where nobody has chosen them.
struct Adaptation {
    private(set) var configuration: TextConfiguration
    /// What differs from the defaults, and why.
    private(set) var notes: [String] = []

    /// Adapts what is among `adaptable`. `sentence` is what a sentence of the training file is called. Throws `RunError` for a kernel
    /// that is longer than all of them: all its windows would hold padding.
    init(
        of configuration: TextConfiguration, to corpus: TextCorpus, _ adaptable: Set<AdaptableSetting>, sentence: String
    ) throws {
        self.configuration = configuration
        let longest = corpus.training.lazy.map { corpus.tokens[$0].count }.max() ?? 0
        if configuration.model.longestKernel > longest {
            let words =
                longest == 1
                ? "1 word; --tokenizer characters splits languages that have no spaces between words"
                : "\(longest) words"
            guard adaptable.contains(.kernelSizes), longest > 0 else {
                throw RunError(
                    "--kernel-sizes: a kernel of \(configuration.model.longestKernel) words is longer than every \(sentence), the "
                        + "longest of which has \(words)")
            }
            let fitting = configuration.model.kernelSizes.filter { $0 <= longest }
            self.configuration.model.kernelSizes = fitting.isEmpty ? [longest] : fitting
            notes.append(
                "--kernel-sizes is \(Self.list(self.configuration.model.kernelSizes)) instead of "
                    + "\(Self.list(configuration.model.kernelSizes)), as the longest \(sentence) has \(words)")
        }
        adaptShares(corpus, adaptable)
    }

    private mutating func adaptShares(_ corpus: TextCorpus, _ adaptable: Set<AdaptableSetting>) {
        let preparation = configuration.preparation
        var count = corpus.training.count
        if let folds = preparation.folds {
            // Of the largest test part the training part is the smallest.
            count -= (count + folds - 1) / max(folds, 1)
        } else if corpus.test == nil {
            if adaptable.contains(.testShare) {
                adapt(\.testShare, "--test-share", of: count)
            }
            count -= Int((configuration.preparation.testShare * Double(count)).rounded())
        }
        if corpus.development == nil, adaptable.contains(.developmentShare) {
            adapt(\.developmentShare, "--dev-share", of: count)
        }
    }

    /// Makes a fraction large enough to set one of some examples aside.
    private mutating func adapt(
        _ setting: WritableKeyPath<PreparationConfiguration, Double>, _ flag: String, of count: Int
    ) {
        let old = configuration.preparation[keyPath: setting]
        guard count > 1, (old * Double(count)).rounded() < 1 else { return }
        configuration.preparation[keyPath: setting] = 1 / Double(count)
        notes.append(
            "\(flag) is 1/\(count) instead of \(old), which sets none of the \(count) examples aside")
    }

    private static func list(_ sizes: [Int]) -> String { sizes.map(String.init).joined(separator: ",") }
}
