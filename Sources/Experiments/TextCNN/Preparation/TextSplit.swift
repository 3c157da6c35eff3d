import SwiftletData
import SwiftletTensor

/// Which sentences are trained on, which decide when to stop, and which are judged at the end.
public struct TextSplit {
    /// Indices of the sentences that are trained on.
    public let training: [Int]
    /// Indices of the sentences that early stopping watches.
    public let development: [Int]
    /// Indices of the sentences whose accuracy is reported. Nothing else is decided by them.
    public let test: [Int]

    /// The only split of a run without folds: the fixed parts where there are files, else stratified parts of the
    /// training file of the given shares. Throws `DataError`.
    public static func single(
        of corpus: TextCorpus, developmentShare: Double, testShare: Double, random: RandomStream
    ) throws -> TextSplit {
        guard let test = corpus.test else {
            let (rest, test) = try StratifiedSplit.holdOut(
                share: testShare, of: corpus.training, labels: corpus.classes, random: random.child("test"))
            return try withDevelopment(corpus, rest, test, developmentShare, random)
        }
        return try withDevelopment(corpus, corpus.training, test, developmentShare, random)
    }

    /// The rounds of a stratified cross-validation over the training file. Throws `DataError`.
    public static func folds(
        _ count: Int, of corpus: TextCorpus, developmentShare: Double, random: RandomStream
    ) throws -> [TextSplit] {
        let labels = corpus.training.map { corpus.classes[$0] }
        return try StratifiedSplit.folds(labels: labels, count: count, random: random.child("folds"))
            .enumerated().map { number, fold in
                try withDevelopment(corpus, fold.training, fold.test, developmentShare, random.child(number))
            }
    }

    /// The same split for another network of an ensemble: the same test part, but another development part, so that every
    /// sentence is trained on by most networks. A development file stays what it is. Throws `DataError`.
    public func member(
        _ number: Int, of corpus: TextCorpus, developmentShare: Double, random: RandomStream
    ) throws -> TextSplit {
        guard number > 0, corpus.development == nil else { return self }
        return try Self.withDevelopment(
            corpus, (training + development).sorted(), test, developmentShare, random.child(number))
    }

    private static func withDevelopment(
        _ corpus: TextCorpus, _ rest: [Int], _ test: [Int], _ share: Double, _ random: RandomStream
    ) throws -> TextSplit {
        if let development = corpus.development {
            return TextSplit(training: rest, development: development, test: test)
        }
        let (training, development) = try StratifiedSplit.holdOut(
            share: share, of: rest, labels: corpus.classes, random: random.child("development"))
        return TextSplit(training: training, development: development, test: test)
    }
}
