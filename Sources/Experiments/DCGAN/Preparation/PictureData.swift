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

    /// Pictures that have been read.
    init(source: PictureSource, pictures: ImageSet, files: [String]) {
        self.source = source
        self.pictures = pictures
        self.files = files
    }

    /// Reads the pictures. What `size` and `channels` leave open follows from them: 28 for 28 × 28, else 32 up to a
    /// side of 48, else 64; colour unless all are grey.
    ///
    /// Throws `RunError` or `DataError` for what is missing or damaged.
    public init(_ source: PictureSource, size: Int?, channels: Int?, folder: DataDirectory) throws {
        self.source = source
        switch source {
        case .folder(let path):
            let images = try ImageFolder(picturesIn: path)
            files = images.files
            let first = try ImageFile.read(path: files[0], memory: folder.memoryLimit)
            let side = size ?? Self.size(for: first.width, first.height)
            pictures = try images.imageSet(size: (side, side), channels: channels, memory: folder.memoryLimit)
        case .known(let name):
            files = try KnownImageSets.files(of: name, part: .training, in: folder)
            pictures = Self.prepared(
                try KnownImageSets.load(name, part: .training, from: folder), size: size, channels: channels)
        case .idx(let path):
            files = [path]
            pictures = Self.prepared(
                try IDXFile.images(path: path, memory: folder.memoryLimit), size: size, channels: channels)
        case .cifar10(let path):
            files = [path]
            pictures = Self.prepared(
                try CIFAR10File.imageSet(paths: [path], memory: folder.memoryLimit), size: size, channels: channels)
        }
    }

    /// One line about the pictures, for the user.
    var summary: String {
        "\(pictures.count) \(pictures.channels == 1 ? "grey" : "colour") pictures of \(source.name), "
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
