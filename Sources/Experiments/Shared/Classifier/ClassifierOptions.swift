import ArgumentParser
import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// The flag that names the classifier which judges generated pictures.
public struct ClassifierOptions: ParsableArguments {
    /// `--classifier`
    @Option(
        help: ArgumentHelp(
            "Classifier that judges pictures. (default: the set's own, trained once and kept in \(ImageClassifier.cacheFolder))",
            valueName: "file"))
    public var classifier: String?

    /// For the argument parser.
    public init() {}

    /// The classifier of the flag, which must judge pictures like those of the set, or that of the set.
    ///
    /// Throws `RunError` for one that does not fit, and what reading or training it throws.
    public func load(
        for name: String, training: ImageSet, test: ImageSet?, context: ComputeContext,
        progress: ProgressReporter? = nil
    ) throws -> ImageClassifier {
        try Self.load(classifier, for: name, training: training, test: test, context: context, progress: progress)
    }

    /// The classifier of a file, if one is named, or that of the set. Throws as `load(for:)` does.
    public static func load(
        _ classifier: String?, for name: String, training: ImageSet, test: ImageSet?, context: ComputeContext,
        progress: ProgressReporter? = nil
    ) throws -> ImageClassifier {
        guard let classifier else {
            return try ImageClassifier.load(
                for: name, training: training, test: test, context: context, progress: progress)
        }
        let read = try ImageClassifier(reading: classifier, in: context)
        guard read.record.fits(training) else {
            throw RunError(
                """
                --classifier \(classifier) judges pictures of \(read.record.sizeText), but those of \(name) are \
                \(training.width) x \(training.height) x \(training.channels)
                """)
        }
        return read
    }
}
