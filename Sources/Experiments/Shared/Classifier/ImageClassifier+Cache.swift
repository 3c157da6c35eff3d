import Foundation
import SwiftletData
import SwiftletTensor
import SwiftletTrain

extension ImageClassifier {
    /// The folder in which classifiers are kept.
    public static let cacheFolder = "runs/classifiers"

    /// The classifier of a known set ("mnist", "fashion-mnist", "cifar10"): read from the cache, or trained on the set's
    /// training part, tested on its test part, and kept there.
    ///
    /// Throws `DataError` if the data are missing or damaged, and what `train(on:)` and writing a file throw.
    public static func load(
        for name: String, data: DataDirectory, cache folder: String = cacheFolder, seed: UInt64 = 1,
        context: ComputeContext, progress: ProgressReporter? = nil
    ) throws -> ImageClassifier {
        try load(
            for: name, training: KnownImageSets.load(name, part: .training, from: data),
            test: KnownImageSets.load(name, part: .test, from: data), cache: folder, seed: seed, context: context,
            progress: progress)
    }

    /// The classifier of a set that has been read: from the cache, or trained and kept there.
    ///
    /// The file's name holds a digest of everything that the weights follow from: pictures and labels, network, settings, seed,
    /// kernels and instruction set. A file that was trained from anything else has another name, and one that is damaged is trained
    /// anew, with a note, so that no result depends on what a cache happened to hold.
    public static func load(
        for name: String, training: ImageSet, test: ImageSet?, cache folder: String = cacheFolder, seed: UInt64 = 1,
        context: ComputeContext, progress: ProgressReporter? = nil
    ) throws -> ImageClassifier {
        let settings = ClassifierTraining(seed: seed, pictures: training.count)
        let expected = try makeRecord(name, training, test, settings)
        let path = try "\(folder)/\(fileName(expected, context))"
        if FileManager.default.fileExists(atPath: path) {
            do {
                let kept = try ImageClassifier(reading: path, in: context)
                var record = kept.record
                record.testAccuracy = nil
                if record == expected { return kept }
                progress?.note("\(path) holds another classifier than its name says; training it anew")
            } catch {
                progress?.note("\(error); training it anew")
            }
        }
        progress?.note("Training a classifier of \(name): \(training.count) pictures, \(settings.epochs) epochs")
        let classifier = try train(
            on: training, name: name, test: test, settings: settings, in: context, progress: progress)
        do {
            try Folder.create(folder)
            try classifier.write(to: path)
        } catch {
            progress?.note("Warning: the classifier is not kept for the next time: \(error).")
        }
        return classifier
    }

    /// "mnist-v1-seed1-0123456789abcdef.safetensors".
    private static func fileName(_ record: ImageClassifierRecord, _ context: ComputeContext) throws -> String {
        let words = [try JSON.line(record), context.kernels, ComputeContext.instructionSet].joined(separator: "\n")
        let digest = SHA256.hexDigest(of: Array(words.utf8)).prefix(16)
        let name = String(record.name.map { $0.isLetter || $0.isNumber ? $0 : "-" })
        return "\(name)-v\(record.networkVersion)-seed\(record.training.seed)-\(digest).safetensors"
    }
}
