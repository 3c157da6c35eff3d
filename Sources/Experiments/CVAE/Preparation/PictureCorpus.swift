import SwiftletData
import SwiftletTrain

/// Labelled grayscale images: a set to train on and, if there is one, a set to be evaluated on.
public struct PictureCorpus: Sendable {
    /// Images to train on.
    public let training: ImageSet
    /// Images that no decision is based on.
    public let test: ImageSet?
    /// What a network must know of them.
    public let format: PictureFormat
    /// The files that were read.
    public let files: [String]
    /// What the user should know of them, a sentence each.
    public let notes: [String]

    /// Reads the files that are named, else the known set. Throws `DataError` or `RunError`.
    public init(_ configuration: DataConfiguration, folder: DataDirectory) throws {
        guard let images = configuration.images else {
            let name = configuration.dataset
            try self.init(
                training: KnownImageSets.load(name, part: .training, from: folder),
                test: KnownImageSets.load(name, part: .test, from: folder), testSource: name,
                files: KnownImageSets.files(of: name, part: .training, in: folder)
                    + KnownImageSets.files(of: name, part: .test, in: folder))
            return
        }
        var options = NamedImages.Options()
        options.isNested = configuration.nested ?? false
        options.size = configuration.imageSize.map { ($0, $0) }
        options.channels = 1
        options.memory = folder.memoryLimit
        let training = try Self.labelled(
            images, configuration.labels, options, flag: "--images", labelsFlag: "--labels")
        guard training.images.classNames.count > 1 else {
            let only = training.images.classNames.joined()
            throw DataError(
                file: configuration.labels ?? images, "all labels are \(only), but at least two classes are needed")
        }
        let testName = configuration.testImages ?? NamedImages.testImages(besides: images)
        options.part = .test
        let test = try testName.map { name in
            try Self.labelled(
                name, configuration.testLabels, options, flag: "--test-images", labelsFlag: "--test-labels")
        }
        let names = training.images.classNames
        try self.init(
            training: training.images,
            test: test.map { try Self.classified($0.images, as: names, source: configuration.testLabels ?? testName) },
            testSource: testName,
            files: training.files
                + (test?.files ?? []).filter { file in
                    !training.files.contains { ByteString($0) == ByteString(file) }
                },
            notes: training.notes + (test?.notes ?? []))
    }

    /// Images with labels, in grayscale.
    private static func labelled(
        _ images: String, _ labels: String?, _ options: NamedImages.Options, flag: String, labelsFlag: String
    ) throws -> (images: ImageSet, files: [String], notes: [String]) {
        if options.isNested == false, labels == nil, ImageFolder.holdsNestedClasses(images) {
            throw RunError(
                "\(flag) \(images): the images lie deeper than in one folder for each class; --nested reads them")
        }
        let named = try NamedImages(images, labels: labels, options)
        guard named.images.labels != nil else {
            throw RunError("\(flag) and \(labelsFlag) belong together: \(images) holds no labels of its images")
        }
        var notes = named.notes
        if named.images.channels > 1 { notes.append("\(images): color images are converted to grayscale") }
        let set = named.images.converted(toChannels: 1)
        return (options.size.map { set.fitted(width: $0.width, height: $0.height) } ?? set, named.files, notes)
    }

    /// Images in the classes of others. Throws `DataError` for one of a class that these do not have.
    private static func classified(_ set: ImageSet, as names: [String], source: String?) throws -> ImageSet {
        if let result = set.classified(as: names) { return result }
        let labels = set.labels ?? []
        let wrong = labels.firstIndex { names.position(of: set.classNames[Int($0)]) == nil } ?? 0
        throw DataError(
            file: source,
            "label \(wrong + 1) of \(labels.count) is \(set.classNames[Int(labels[wrong])]), a class that no training image has"
        )
    }

    private init(training: ImageSet, test: ImageSet?, testSource: String?, files: [String], notes: [String] = []) throws
    {
        if let test, test.width != training.width || test.height != training.height {
            throw DataError(
                file: testSource,
                "the images have \(test.width) x \(test.height) pixels, but those that are trained on have "
                    + "\(training.width) x \(training.height)")
        }
        self.training = training
        self.test = test
        self.files = files
        self.notes = notes
        format = PictureFormat(width: training.width, height: training.height, classNames: training.classNames)
    }

    /// These images for a network of a format, whose classes may be more. Throws `RunError` if they are of another size or in
    /// other classes.
    public func matching(_ other: PictureFormat) throws -> PictureCorpus {
        if format == other { return self }
        guard format.width == other.width, format.height == other.height,
            let training = training.classified(as: other.classNames),
            let test = test.map({ $0.classified(as: other.classNames) }) ?? .some(nil)
        else {
            throw RunError("the checkpoint is for images of \(other.summary), but these have \(format.summary)")
        }
        return try PictureCorpus(training: training, test: test, testSource: nil, files: files, notes: notes)
    }
}
