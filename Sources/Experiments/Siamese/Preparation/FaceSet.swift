import ExperimentSupport
import SwiftletData
import SwiftletTrain

/// Pictures of people, grey and of one size, and who is in them.
public struct FaceSet: Sendable {
    /// A person and the numbers of the pictures that show them, two at least.
    public struct Person: Equatable, Sendable {
        /// The subfolder's name, or the number in an IDX file.
        public let name: String
        /// Numbers of the pictures.
        public let pictures: [Int]
    }

    /// The pictures.
    public let images: ImageSet
    /// The people, in the order of the set.
    public let people: [Person]
    /// Where they come from, for messages: the folder or the file of labels.
    public let source: String
    /// What was read.
    public let dataFiles: [String]

    /// Reads a folder or a pair of IDX files, and brings every picture to `size` x `size` pixels in grey.
    ///
    /// Throws `DataError` if a file cannot be read, if there are no subfolders, or if a person has a single picture, which
    /// makes no pair; and if a picture or a file takes more than `memory` allows.
    public init(_ configuration: PreparationConfiguration, size: Int, memory: MemoryLimit = .none) throws {
        if let images = configuration.imagesFile, let labels = configuration.labelsFile {
            try self.init(images: images, labels: labels, size: size, memory)
        } else if let folder = configuration.facesFolder {
            try self.init(folder: folder, size: size, memory)
        } else {
            preconditionFailure("a configuration of faces names neither a folder nor files")
        }
    }

    private init(folder path: String, size: Int, _ memory: MemoryLimit) throws {
        let folder = try ImageFolder(classesIn: path)
        try memory.require(size * size * folder.files.count, file: path)
        let images = try folder.files.map {
            FaceVerifier.prepared(try ImageFile.read(path: $0, memory: memory), size: size)
        }
        try self.init(
            ImageSet(images: images, labels: folder.labels, classNames: folder.classNames), source: path,
            dataFiles: [path])
    }

    private init(images: String, labels: String, size: Int, _ memory: MemoryLimit) throws {
        let set = try IDXFile.imageSet(images: images, labels: labels, memory: memory)
        let prepared = (0..<set.count).lazy.map { FaceVerifier.prepared(set[$0], size: size) }
        try self.init(
            ImageSet(images: prepared, labels: set.labels), source: labels, dataFiles: [images, labels])
    }

    private init(_ images: ImageSet, source: String, dataFiles: [String]) throws {
        let labels = images.labels ?? []
        people = Dictionary(grouping: labels.indices, by: { labels[$0] }).sorted { $0.key < $1.key }.map {
            label, indices in
            let name = images.classNames.isEmpty ? "\(label)" : images.classNames[Int(label)]
            return Person(name: name, pictures: indices)
        }
        if let lonely = people.first(where: { $0.pictures.count < 2 }) {
            throw DataError(
                file: source,
                "there is a single picture of \(lonely.name); a pair of the same person takes at least 2 of everybody")
        }
        self.images = images
        self.source = source
        self.dataFiles = dataFiles
    }

    /// The pictures of some people: their numbers, and the number of the person in each.
    func pictures(of chosen: [Int]) -> (indices: [Int], labels: [Int32]) {
        let indices = chosen.flatMap { people[$0].pictures }
        return (indices, chosen.flatMap { person in people[person].pictures.map { _ in Int32(person) } })
    }
}

extension PreparationConfiguration {
    /// The faces that `Scripts/fetch-data orl` brings, within the data folder.
    static let customaryFolder = "faces-orl/orl_faces"

    /// Fills in the folder of faces if nothing is named. Throws `DataError` that says how to get it if it is not there.
    mutating func resolve(in data: DataDirectory) throws {
        guard facesFolder == nil && imagesFile == nil else { return }
        let folder = "\(data.path)/\(Self.customaryFolder)"
        guard CheckpointPath.isFolder(folder) else {
            throw DataError(
                file: folder, "there is no such folder; Scripts/fetch-data orl gets it, --faces names another one")
        }
        facesFolder = folder
    }
}
