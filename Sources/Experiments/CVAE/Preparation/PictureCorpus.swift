import SwiftletData
import SwiftletTrain

/// Labelled grey pictures in a part to train on and, if there is one, a part to be judged on.
public struct PictureCorpus: Sendable {
    /// Pictures to train on.
    public let training: ImageSet
    /// Pictures that no decision is based on.
    public let test: ImageSet?
    /// What a network must know of them.
    public let format: PictureFormat
    /// The files that were read.
    public let files: [String]

    /// Reads the files that are named, else the known set. Throws `DataError` or `RunError`.
    public init(_ configuration: DataConfiguration, folder: DataDirectory) throws {
        if let images = configuration.images, let labels = configuration.labels {
            try self.init(
                images, labels,
                test: configuration.testImages.flatMap { images in
                    configuration.testLabels.map { (images, $0) }
                }, memory: folder.memoryLimit)
        } else {
            let name = configuration.dataset
            try self.init(
                training: KnownImageSets.load(name, part: .training, from: folder),
                test: KnownImageSets.load(name, part: .test, from: folder),
                files: KnownImageSets.files(of: name, part: .training, in: folder)
                    + KnownImageSets.files(of: name, part: .test, in: folder))
        }
    }

    private init(_ images: String, _ labels: String, test: (images: String, labels: String)?, memory: MemoryLimit)
        throws
    {
        let unnamed = try IDXFile.imageSet(images: images, labels: labels, memory: memory)
        let names = (0...(unnamed.labels?.max() ?? 0)).map { "\($0)" }
        if names.count < 2 { throw DataError(file: labels, "all labels are 0, but at least two classes are needed") }
        try self.init(
            training: ImageSet(
                width: unnamed.width, height: unnamed.height, channels: unnamed.channels, pixels: unnamed.pixels,
                labels: unnamed.labels, classNames: names),
            test: test.map {
                try IDXFile.imageSet(images: $0.images, labels: $0.labels, classNames: names, memory: memory)
            },
            files: [images, labels] + (test.map { [$0.images, $0.labels] } ?? []))
    }

    private init(training: ImageSet, test: ImageSet?, files: [String]) throws {
        if let test, test.width != training.width || test.height != training.height {
            throw DataError(
                file: files[2],
                "the pictures have \(test.width) x \(test.height) pixels, but those that are trained on have "
                    + "\(training.width) x \(training.height)")
        }
        self.training = training
        self.test = test
        self.files = files
        format = PictureFormat(width: training.width, height: training.height, classNames: training.classNames)
    }

    /// Throws `RunError` unless a network for pictures of this format can be used on these.
    public func requireFormat(_ other: PictureFormat) throws {
        if format != other {
            throw RunError(
                "the checkpoint is for pictures of \(other.summary), but these have \(format.summary)")
        }
    }
}
