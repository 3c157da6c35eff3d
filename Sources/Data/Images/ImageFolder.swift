import Foundation

/// Pictures in a folder: one subfolder for each class (or person), or all in one folder without classes.
///
/// Pictures are the files with names in .png, .pgm or .pnm; what they are is decided by their content, and one that cannot
/// be read is an error. Other files and hidden ones are left out. Names are in natural order: s2 before s10.
public struct ImageFolder: Sendable {
    /// The folder, as the user gave it.
    public let path: String
    /// Names of the subfolders in order; empty for a folder without classes.
    public let classNames: [String]
    /// The pictures, class by class.
    public let files: [String]
    /// The class of each picture; nil for a folder without classes.
    public let labels: [Int32]?

    private static let extensions = ["png", "pgm", "pnm"]
    /// Most bytes of pixels that are held in memory.
    private static let maximumBytes = 1 << 32

    /// Lists a folder with one subfolder for each class. Throws `DataError` if there is none, or one without pictures.
    public init(classesIn path: String) throws {
        let names = try Self.contents(path, folders: true)
        guard !names.isEmpty else {
            let direct = try Self.pictures(in: path).count
            throw DataError(
                file: path,
                "the folder holds no subfolders, but one with pictures is expected for each class"
                    + (direct == 0 ? "" : "; it holds \(Self.pictures(direct)) itself"))
        }
        var files: [String] = []
        var labels: [Int32] = []
        for (label, name) in names.enumerated() {
            let pictures = try Self.requirePictures(in: "\(path)/\(name)")
            files += pictures
            labels += [Int32](repeating: Int32(label), count: pictures.count)
        }
        self.path = path
        self.files = files
        self.labels = labels
        classNames = names
    }

    /// Lists a folder of pictures without classes. Throws `DataError` if there are none.
    public init(picturesIn path: String) throws {
        self.path = path
        files = try Self.requirePictures(in: path)
        labels = nil
        classNames = []
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
        guard let first else { preconditionFailure("a listed folder has pictures") }
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
                "the picture has \(image.width) x \(image.height) pixels, but \(files[0]) has \(first.width) x \(first.height); all must have one size, unless a size to bring them to is given"
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

    private static func pictures(_ count: Int) -> String { count == 1 ? "1 picture" : "\(count) pictures" }

    private static func requirePictures(in folder: String) throws -> [String] {
        let pictures = try pictures(in: folder)
        guard !pictures.isEmpty else {
            throw DataError(file: folder, "the folder holds no pictures: no file with a name in .png, .pgm or .pnm")
        }
        return pictures
    }

    private static func pictures(in folder: String) throws -> [String] {
        try contents(folder, folders: false)
            .filter { extensions.contains(URL(fileURLWithPath: $0).pathExtension.lowercased()) }
            .map { "\(folder)/\($0)" }
    }

    /// Names of the folders, or else of the files, in a folder; hidden ones are left out.
    private static func contents(_ path: String, folders: Bool) throws -> [String] {
        let manager = FileManager.default
        var isFolder = false
        guard manager.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw DataError(file: path, "there is no such folder")
        }
        guard isFolder else {
            throw DataError(file: path, "this is a file, but a folder of pictures was expected")
        }
        guard let names = try? manager.contentsOfDirectory(atPath: path) else {
            throw DataError(file: path, "the folder cannot be read")
        }
        return
            names.filter { name in
                // A link that leads nowhere counts as a file, so that reading it tells.
                var isFolder = false
                let exists = manager.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
                return !name.hasPrefix(".") && (exists && isFolder) == folders
            }
            .sorted(by: NaturalOrder.precedes)
    }
}
