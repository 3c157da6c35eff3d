import ArgumentParser
import SwiftletData
import SwiftletTrain

extension Tokenizer.Cleaning: ExpressibleByArgument {}
extension Tokenizer.Splitting: ExpressibleByArgument {}
extension SentenceFormat: ExpressibleByArgument {}

/// Flags about the form of files of sentences.
struct SentenceOptions: ParsableArguments {
    @Option(
        help: """
            Form of the sentences: 'labeled' (a label, a tab or space, the text, one example a line; where lines hold tabs, a label may \
            hold spaces), 'csv' (separated by commas, semicolons or |) or 'tsv' (quotes by RFC 4180, with a line of column names or without), 'jsonl' (an object a \
            line), 'fasttext' (words with __label__; of several the first counts), 'sst' (parse trees), or 'auto': by the \
            content, except 'sst'. (default: auto)
            """)
    var format: SentenceFormat?

    @Option(
        help: ArgumentHelp(
            "Column or key of the text: a name, or a number from 1. (default: text, sentence, review, ...)",
            valueName: "name"))
    var textColumn: String?

    @Option(
        help: ArgumentHelp(
            "Column or key of the label: a name, or a number from 1. (default: label, class, category, ...)",
            valueName: "name"))
    var labelColumn: String?

    @Flag(
        inversion: .prefixedNo,
        help: """
            Take labels that do not look like any, such as a different one on nearly each line. (default: --no-accept-labels)
            """)
    var acceptLabels: Bool?

    func apply(to reading: inout SentenceReading) {
        if let format { reading.format = format }
        if let textColumn { reading.textColumn = textColumn }
        if let labelColumn { reading.labelColumn = labelColumn }
        if let acceptLabels { reading.acceptsLabels = acceptLabels }
    }

    /// Runs what reads sentences; an error that other settings of the reading may mend names their flags.
    static func namingFlags<Result>(_ read: () throws -> Result) throws -> Result {
        do {
            return try read()
        } catch let error as DataError {
            guard let remedy = error.remedy else { throw error }
            let flags =
                switch remedy {
                case .format: "--format"
                case .columns: "--text-column, --label-column"
                case .any: "--format; --text-column, --label-column; --accept-labels"
                }
            throw DataError(file: error.file, line: error.line, "\(error.message) (\(flags))", remedy: remedy)
        }
    }
}

/// Flags about the sentences and their words.
struct DataOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Training sentences with labels, see --format; UTF-8, or UTF-16 with its mark; plain, gzip, or in a ZIP archive \
            (archive.zip:member if it holds several files). \
            (default: sentences/mr.txt or sentences/vader.txt of the data folder; without them, generated sentences)
            """, valueName: "file"))
    var train: String?

    @Option(help: ArgumentHelp("Test sentences. (default: a share of the training file)", valueName: "file"))
    var test: String?

    @OptionGroup var sentences: SentenceOptions

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
            Word vectors of GloVe, fastText (.vec) or word2vec (as text or binary), plain, gzip or in a ZIP archive \
            (archive.zip:member), or 'none'. \
            (default: glove/glove.6B.50d.txt of the data folder, if it is there)
            """, valueName: "file"))
    var embeddings: String?

    @Option(
        help: """
            Clean-up before splitting: 'kim' as in Kim 2014, which keeps letters and digits of all scripts and ( ) , ! ? ' ` alone \
            and so drops emoji and other signs, or 'none'. (default: kim)
            """)
    var cleaning: Tokenizer.Cleaning?

    @Option(
        help: """
            What a sentence is split into: 'words' at white space, or 'characters' (as readers see them, without white space), for \
            Chinese, Japanese, Thai. (default: words)
            """)
    var tokenizer: Tokenizer.Splitting?

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
        sentences.apply(to: &configuration.preparation.reading)
        if let devShare { configuration.preparation.developmentShare = devShare }
        if let testShare { configuration.preparation.testShare = testShare }
        if let cleaning { configuration.preparation.tokenizer.cleaning = cleaning }
        if let tokenizer { configuration.preparation.tokenizer.splitting = tokenizer }
        if let lowercase { configuration.preparation.tokenizer.lowercase = lowercase }
        if let minimumCount { configuration.preparation.minimumCount = minimumCount }
        if let embeddings { configuration.embeddingsFile = embeddings == "none" ? nil : embeddings }
    }
}
