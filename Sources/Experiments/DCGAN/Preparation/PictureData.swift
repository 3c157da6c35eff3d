import SwiftletData
import SwiftletTrain

/// The pictures that a run trains on, in the size and the colours of its networks.
public struct PictureData {
    /// Where they come from.
    public let source: PictureSource
    /// The pictures.
    public let pictures: ImageSet
    /// The files that were read.
    public let files: [String]

    /// What the user should know of them, a sentence each.
    public let notes: [String]

    /// Pictures that have been read.
    init(source: PictureSource, pictures: ImageSet, files: [String], notes: [String] = []) {
        self.notes = notes
        self.source = source
        self.pictures = pictures
        self.files = files
    }

    /// Reads the pictures. What `size` and `channels` leave open follows from them: 28 for 28 × 28, else 32 up to a
    /// side of 48, else 64; colour unless all are grey.
    ///
    /// Throws `RunError` or `DataError` for what is missing or damaged.
    public init(_ source: PictureSource, size: Int?, channels: Int?, folder: DataDirectory) throws {
        let memory = folder.memoryLimit
        switch source {
        case .folder(let path), .nestedFolder(let path):
            let isNested = source == .nestedFolder(path)
            if !isNested, ImageFolder.holdsNestedClasses(path) {
                throw RunError("\(path): the images lie deeper than in one folder for each class; --nested reads them")
            }
            let images = try ImageFolder(imagesIn: path, isNested: isNested)
            let first = try ImageFile.read(path: images.files[0], memory: memory)
            let side = size ?? Self.size(for: first.width, first.height)
            self.init(
                source: source,
                pictures: try images.imageSet(size: (side, side), channels: channels, memory: memory),
                files: images.files, notes: images.notes)
        case .known(let name):
            let set = try KnownImageSets.load(name, part: .training, from: folder)
            self.init(
                source: source, pictures: Self.prepared(set, size: size, channels: channels),
                files: try KnownImageSets.files(of: name, part: .training, in: folder))
        case .idx(let path), .cifar10(let path):
            var options = NamedImages.Options()
            options.memory = memory
            let named = try NamedImages(path, options)
            self.init(
                source: source, pictures: Self.prepared(named.images, size: size, channels: channels),
                files: named.files, notes: named.notes)
        }
    }

    /// One line about the pictures, for the user.
    var summary: String {
        "\(pictures.count) \(pictures.channels == 1 ? "grayscale" : "color") images of \(source.name), "
            + "\(pictures.width) × \(pictures.height)."
    }

    /// The size of the networks for pictures of a size.
    static func size(for width: Int, _ height: Int) -> Int {
        (width, height) == (28, 28) ? 28 : min(width, height) <= 48 ? 32 : 64
    }

    private static func prepared(_ set: ImageSet, size: Int?, channels: Int?) -> ImageSet {
        PictureFitting(size: size ?? Self.size(for: set.width, set.height)).fitted(set)
            .converted(toChannels: channels ?? set.channels)
    }
}
