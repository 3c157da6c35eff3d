import Foundation

/// The images that a user names: a folder; a file of the IDX form; a .npy or .npz file of NumPy, where `archive.npz:name` is one
/// array of several; or a file of CIFAR-10. What a file is follows from its content.
public struct NamedImages: Sendable {
    /// The images, with their classes where they have any.
    public let images: ImageSet
    /// The files that were read.
    public let files: [String]
    /// What the user should know: what was skipped and what was taken for what, a sentence each.
    public let notes: [String]

    /// How images are read.
    public struct Options: Sendable {
        /// Which part is meant where a file holds several.
        public var part = KnownImageSets.Part.training
        /// Whether folders are nested by class.
        public var isNested = false
        /// Size to which images of a folder are fitted; nil for their own, which must be one.
        public var size: (width: Int, height: Int)?
        /// Channels of the images of a folder; nil for those that they have.
        public var channels: Int?
        /// Most memory that is taken.
        public var memory = MemoryLimit.none

        /// The defaults.
        public init() {}
    }

    /// Reads a folder of images, which may be of classes. Throws `DataError`.
    public init(folder: String, _ options: Options = Options()) throws {
        let listed = try ImageFolder(imagesIn: folder, isNested: options.isNested)
        let images = try listed.imageSet(size: options.size, channels: options.channels, memory: options.memory)
        self.init(images: images, files: listed.files, notes: listed.notes)
    }

    /// Reads a file or a folder, and the labels of its images where they are named, or lie in the same file. Classes are the
    /// labels that occur, in ascending order, and are named by them. Throws `DataError`.
    public init(_ name: String, labels: String? = nil, _ options: Options = Options()) throws {
        var isFolder = false
        if FileManager.default.fileExists(atPath: name, isDirectory: &isFolder), isFolder {
            guard labels == nil else {
                throw DataError(
                    file: name, "this is a folder, whose images have no file of labels: classes are its subfolders")
            }
            try self.init(folder: name, options)
            return
        }
        let path = ArrayReference(name).path
        let (set, ownLabels, notes) = try Self.file(name, options)
        var (values, files) = (ownLabels, [path])
        if let labels {
            values = try Self.labels(labels, of: set.count, images: name, options)
            files = ArrayReference(labels).path == path ? files : files + [ArrayReference(labels).path]
        }
        self.init(images: values.map { set.classified(by: $0) } ?? set, files: files, notes: notes)
    }

    private init(images: ImageSet, files: [String], notes: [String]) {
        (self.images, self.files, self.notes) = (images, files, notes)
    }

    /// A file's images, the labels that lie with them, and what was taken for what.
    private static func file(_ name: String, _ options: Options) throws -> (ImageSet, [Int32]?, [String]) {
        let reference = ArrayReference(name)
        if reference.path.hasSuffix(".bin") || reference.path.hasSuffix(".bin.gz") {
            return (try CIFAR10File.imageSet(paths: [name], memory: options.memory), nil, [])
        }
        let reader = try BinaryReader(path: reference.path, maximumBytes: 1 << 34, memory: options.memory)
        switch try ArrayForm(of: reader) {
        case .idx: return (try IDXFile.images(reader, memory: options.memory), nil, [])
        case .npy: return (try ImageSet(NPYFile.read(reader, memory: options.memory)), nil, [])
        case .npz:
            let arrays = try Self.arrays(reader, options)
            let member = try arrays.images(reference.member, options.part)
            let set = try ImageSet(arrays.archive.array(member))
            guard let labels = arrays.labels(of: member, count: set.count) else {
                return (set, nil, ["\(reference.path): images are the array '\(member)'"])
            }
            return (
                set, try arrays.archive.array(labels).labels(),
                ["\(reference.path): images are the array '\(member)', labels '\(labels)'"]
            )
        case nil:
            let kind = try FileKind(reader.peek(FileKind.headByteCount))
            throw DataError(
                file: name,
                kind.refusal(expected: "a file of images (IDX, .npy, .npz, CIFAR-10's .bin) or a folder")
                    + (kind.isPythonPickle ? "; \(CIFAR10File.pickleAdvice)" : ""))
        }
    }

    /// The arrays of a .npz file. Throws `DataError` for an archive of something else.
    private static func arrays(_ reader: BinaryReader, _ options: Options) throws -> NamedArrays {
        let kind = try FileKind(reader.peek(FileKind.headByteCount))
        let archive = try NPZArchive(reader, memory: options.memory)
        guard !archive.names.isEmpty else {
            throw DataError(file: reader.path, kind.refusal(expected: "a .npz archive of NumPy arrays"))
        }
        return NamedArrays(archive, reader.path)
    }

    /// The labels that a file holds, as many as there are images.
    private static func labels(_ name: String, of count: Int, images: String, _ options: Options) throws -> [Int32] {
        let reference = ArrayReference(name)
        let reader = try BinaryReader(path: reference.path, maximumBytes: 1 << 34, memory: options.memory)
        let labels: [Int32]
        switch try ArrayForm(of: reader) {
        case .idx: labels = try IDXFile.labels(reader, memory: options.memory)
        case .npy: labels = try NPYFile.read(reader, memory: options.memory).labels()
        case .npz:
            let arrays = try Self.arrays(reader, options)
            let image = ArrayReference(images)
            labels = try arrays.archive.array(
                arrays.labels(reference.member, of: image.member, count: count, options.part)
            ).labels()
        case nil:
            throw DataError(
                file: name,
                FileKind.refusal(
                    of: try reader.peek(FileKind.headByteCount), expected: "a file of labels (IDX, .npy, .npz)"))
        }
        guard labels.count == count else {
            throw DataError(file: name, "the file holds \(labels.count) labels for the \(count) images of \(images)")
        }
        return labels
    }
}

/// A file, or an array of a .npz file: `archive.npz:name`.
public struct ArrayReference: Equatable, Sendable {
    /// The file.
    public let path: String
    /// The array in it; nil for the one that suits.
    public let member: String?

    /// What a text means. A file that has the whole of it as name is meant first.
    public init(_ text: String) {
        let mark = ".npz:"
        if let range = text.range(of: mark), !FileManager.default.fileExists(atPath: text) {
            path = String(text[..<text.index(before: range.upperBound)])
            member = String(text[range.upperBound...])
        } else {
            (path, member) = (text, nil)
        }
    }

    /// The text that names the same array of another file.
    public func mapPath(_ transform: (String) -> String) -> String {
        transform(path) + (member.map { ":\($0)" } ?? "")
    }
}

/// Forms of files of numbers with axes.
private enum ArrayForm {
    case idx, npy, npz

    /// By the first bytes; nil for none of these.
    init?(of reader: BinaryReader) throws {
        let head = try reader.peek(8)
        if head.starts(with: [0x50, 0x4b]) {
            self = .npz
        } else if head.starts(with: NPYFile.magic) {
            self = .npy
        } else if head.starts(with: [0, 0]) || head.count < 4 {
            self = .idx
        } else {
            return nil
        }
    }
}

extension NamedImages {
    /// The name of the test images that lie in the same file as these images; nil if there are none.
    public static func testImages(besides name: String) -> String? {
        let reference = ArrayReference(name)
        guard let reader = try? BinaryReader(path: reference.path, maximumBytes: 1 << 34), reader.isRegularFile,
            case .npz? = try? ArrayForm(of: reader), let archive = try? NPZArchive(reader, memory: .none),
            let member = NamedArrays(archive, reference.path).testImages, member != reference.member
        else { return nil }
        return "\(reference.path):\(member)"
    }
}

extension ImageSet {
    /// The images in classes that are the labels which occur, in ascending order, named by them.
    func classified(by labels: [Int32]) -> ImageSet {
        let values = Set(labels).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, Int32($0)) })
        return ImageSet(
            width: width, height: height, channels: channels, pixels: pixels, labels: labels.map { numbers[$0]! },
            classNames: values.map(String.init))
    }

    /// The images in the classes of another set, which have these names; nil for a name that is not among them, and for two that
    /// would be one class.
    public func classified(as names: [String]) -> ImageSet? {
        guard !names.hasSameBytes(as: classNames) else { return self }
        let numbers = classNames.map { names.position(of: $0).map(Int32.init) }
        guard let labels, !numbers.contains(nil), Set(numbers).count == numbers.count else { return nil }
        return ImageSet(
            width: width, height: height, channels: channels, pixels: pixels, labels: labels.map { numbers[Int($0)]! },
            classNames: names)
    }
}
