import ArgumentParser
import SwiftletData
import SwiftletTrain

extension Tokenizer.Cleaning: ExpressibleByArgument {}

/// Flags about the sentences and their words.
struct DataOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Training sentences: a label (number or word), a space or tab, the text, one example a line; plain or gzip. \
            (default: sentences/mr.txt or sentences/vader.txt of the data folder; without them, generated sentences)
            """, valueName: "file"))
    var train: String?

    @Option(help: ArgumentHelp("Test sentences. (default: a share of the training file)", valueName: "file"))
    var test: String?

    @Option(
        help: ArgumentHelp(
            "Development sentences, which decide when to stop. (default: a share of the training part)",
            valueName: "file"))
    var dev: String?

    @Option(
        help: """
            Rounds of stratified cross-validation over the training file, in place of a test file. (default: one split)
            """)
    var folds: Int?

    @Option(help: "Share of the training part that decides when to stop, if there is no --dev. (default: 0.1)")
    var devShare: Double?

    @Option(help: "Share of the training file to test on, if there is no --test or --folds. (default: 0.1)")
    var testShare: Double?

    @Option(
        help: ArgumentHelp(
            """
            Word vectors in GloVe's text form, plain or gzip, or 'none'. \
            (default: glove/glove.6B.50d.txt of the data folder, if it is there)
            """, valueName: "file"))
    var embeddings: String?

    @Option(help: "Clean-up before splitting at white space: 'kim' as in Kim 2014, or 'none'. (default: kim)")
    var cleaning: Tokenizer.Cleaning?

    @Flag(inversion: .prefixedNo, help: "Lower-case all words, as the words of GloVe are. (default: --lowercase)")
    var lowercase: Bool?

    @Option(help: "Rarer words of the training part without a vector become the unknown word. (default: 2)")
    var minimumCount: Int?

    /// The vectors that are taken if no file is named: the first of the customary ones that is there.
    static func customaryVectors(in folder: DataDirectory) -> String? {
        ["glove/glove.6B.50d.txt", "glove/glove.6B.50d.filtered.txt"].lazy.compactMap(folder.find).first
    }

    func apply(to configuration: inout TextConfiguration) {
        if let train { (configuration.trainFile, configuration.generatedSentences) = (train, nil) }
        if let dev { configuration.developmentFile = dev }
        // Of two ways to test, that of a flag wins over that of a file.
        if let test {
            configuration.testFile = test
            configuration.preparation.folds = nil
        }
        if let folds {
            if test == nil { configuration.testFile = nil }
            configuration.preparation.folds = folds
        }
        if let devShare { configuration.preparation.developmentShare = devShare }
        if let testShare { configuration.preparation.testShare = testShare }
        if let cleaning { configuration.preparation.tokenizer.cleaning = cleaning }
        if let lowercase { configuration.preparation.tokenizer.lowercase = lowercase }
        if let minimumCount { configuration.preparation.minimumCount = minimumCount }
        if let embeddings { configuration.embeddingsFile = embeddings == "none" ? nil : embeddings }
    }
}
