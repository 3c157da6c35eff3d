import Foundation
import SwiftletTensor

/// Images in a folder: a subfolder for each class (or person), classes nested in folders, or all in one folder without classes.
///
/// Images are the files with names in .png, .pgm or .pnm; what they are is decided by their content, and one that cannot
/// be read is an error. Other files are skipped and counted, hidden ones are ignored. Names are in natural order: s2 before s10.
public struct ImageFolder: Sendable {
    /// The folder, as the user gave it.
    public let path: String
    /// Names of the classes in order; empty for a folder without classes.
    public let classNames: [String]
    /// The images, class by class.
    public let files: [String]
    /// The class of each image; nil for a folder without classes.
    public let labels: [Int32]?
    /// What was skipped, a sentence each: files that are not read, with their count, and folders without images.
    public let notes: [String]

    /// Most bytes of pixels that are held in memory.
    private static let maximumBytes = 1 << 32

    /// Lists a folder with one subfolder for each class or, if classes are nested, with folders of images at any depth: the
    /// class is then the path of the folder that holds the image, from `path` on.
    ///
    /// Throws `DataError` that says what there is if no class has images.
    public init(classesIn path: String, isNested: Bool = false) throws {
        let root = try ImageFolderLevel(path)
        guard !root.folders.isEmpty else {
            throw DataError(
                file: path,
                "the folder holds no subfolders, but one with images was expected for each class: "
                    + root.contents.sentence(reading: ImageFolderLevel.extensions))
        }
        let classes = try isNested ? root.nested() : root.folders.map { ($0, try ImageFolderLevel("\(path)/\($0)")) }
        let usable = classes.filter { !$0.level.images.isEmpty }
        guard !usable.isEmpty else { throw Self.withoutImages(root, classes.map(\.level)) }
        self.init(
            path, names: usable.map(\.name), usable.map(\.level.images),
            notes: ImageFolderLevel.notes(root, classes, isNested: isNested))
    }

    /// Lists a folder of images without classes. Throws `DataError` that says what there is if there are none.
    public init(picturesIn path: String) throws {
        let level = try ImageFolderLevel(path)
        guard !level.images.isEmpty else { throw level.withoutImages }
        self.init(path, names: nil, [level.images], notes: ImageFolderLevel.notes(level, [], isNested: false))
    }

    /// Lists a folder of images, else its class folders, else, if classes are nested, the folders at any depth. Throws `DataError`
    /// that says what there is if there are no images.
    public init(imagesIn path: String, isNested: Bool) throws {
        let level = try ImageFolderLevel(path)
        if level.folders.isEmpty || !isNested && !level.images.isEmpty {
            try self.init(picturesIn: path)
        } else {
            try self.init(classesIn: path, isNested: isNested)
        }
    }

    private init(_ path: String, names: [String]?, _ images: [[String]], notes: [String]) {
        self.path = path
        self.notes = notes
        classNames = names ?? []
        files = images.flatMap { $0 }
        labels = names.map { _ in
            images.enumerated().flatMap { [Int32](repeating: Int32($0), count: $1.count) }
        }
    }

    /// Whether a folder holds images only deeper than one subfolder for each class.
    public static func holdsNestedClasses(_ path: String) -> Bool {
        guard let root = try? ImageFolderLevel(path), root.images.isEmpty,
            let classes = try? root.folders.map({ try ImageFolderLevel("\(path)/\($0)") }),
            classes.allSatisfy(\.images.isEmpty)
        else { return false }
        return (try? root.nested().contains { !$0.level.images.isEmpty }) ?? false
    }

    private static func withoutImages(_ root: ImageFolderLevel, _ classes: [ImageFolderLevel]) -> DataError {
        if classes.count == 1 { return classes[0].withoutImages }
        let contents = FolderContents(classes.map(\.contents)).sentence(reading: ImageFolderLevel.extensions)
        let all = contents.replacingOccurrences(of: "it holds", with: "together they hold")
        let first = classes.lazy.compactMap(\.firstFile).first.map { ": \($0)" } ?? ""
        return DataError(
            file: root.path, "none of the \(classes.count) subfolders holds images (.png, .pgm or .pnm); \(all)\(first)"
        )
    }

    /// Throws a `DataError` that names the folder unless each class has so many pictures.
    public func requirePictures(perClass minimum: Int) throws {
        for (label, name) in classNames.enumerated() {
            let count = (labels ?? []).count { $0 == Int32(label) }
            guard count >= minimum else {
                throw DataError(
                    file: "\(path)/\(name)",
                    "the folder holds \(Self.pictures(count)), but each class needs at least \(minimum)"
                )
            }
        }
    }

    /// Reads the pictures.
    ///
    /// With a `size`, each is resized in proportion until it just covers that size, and cut to it around the centre;
    /// without, all must have one size. `channels` is 1 or 3; nil takes grey if all pictures are grey, else RGB. One picture at
    /// a time is held in its own size. Throws `DataError`, which names the file, if a picture cannot be read or has another
    /// size than the first; and if the pictures together take more than 4 GiB or than `memory` allows.
    public func imageSet(
        size: (width: Int, height: Int)? = nil, channels: Int? = nil, memory: MemoryLimit = .none
    ) throws -> ImageSet {
        if let size { try requireMemory(memory, width: size.width, height: size.height, channels: channels ?? 1) }
        var pixels: [UInt8] = []
        var first: Image?
        var common = channels ?? 1
        for file in files {
            let image = try read(file, size: size, sizeOfOthers: first, memory)
            if channels == nil, image.channels > common {
                // All before were grey: each plane comes three times from here on.
                common = image.channels
                pixels = Self.tripled(pixels, planeSize: image.width * image.height)
            }
            if first == nil { first = image }
            try requireMemory(memory, width: image.width, height: image.height, channels: common)
            pixels += image.converted(toChannels: common).planarPixels
        }
        guard let first else { fatalError("a listed folder has pictures") }
        return ImageSet(
            width: first.width, height: first.height, channels: common, pixels: pixels, labels: labels,
            classNames: classNames)
    }

    private func read(
        _ file: String, size: (width: Int, height: Int)?, sizeOfOthers first: Image?, _ memory: MemoryLimit
    ) throws -> Image {
        let image = try ImageFile.read(path: file, memory: memory)
        if let size { return image.fitted(width: size.width, height: size.height) }
        if let first, first.width != image.width || first.height != image.height {
            throw DataError(
                file: file,
                "the image has \(image.width) x \(image.height) pixels, but \(files[0]) has \(first.width) x \(first.height); all must have one size, unless a size to resize them to is given"
            )
        }
        return image
    }

    private static func tripled(_ planes: [UInt8], planeSize: Int) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(3 * planes.count)
        for start in stride(from: 0, to: planes.count, by: planeSize) {
            for _ in 0..<3 { result += planes[start..<start + planeSize] }
        }
        return result
    }

    private func requireMemory(_ memory: MemoryLimit, width: Int, height: Int, channels: Int) throws {
        let bytes = [width, height, channels].reduce(files.count) { product, factor in
            let (next, overflow) = product.multipliedReportingOverflow(by: factor)
            return overflow ? .max : next
        }
        guard bytes <= Self.maximumBytes else {
            throw DataError(
                file: path,
                "\(Self.pictures(files.count)) of \(width) x \(height) pixels take more than the bound of \(Self.maximumBytes >> 20) MiB; a smaller size helps"
            )
        }
        try memory.require(bytes, file: path)
    }

    private static func pictures(_ count: Int) -> String { count == 1 ? "1 image" : "\(count) images" }
}
