import ExperimentSupport
import SwiftletData
import SwiftletTrain

/// Images of people, in grayscale and of one size, and who is in them.
public struct FaceSet: Sendable {
    /// A person and the indices of the images that show them, one at least.
    public struct Person: Equatable, Sendable {
        /// The subfolder's name, or the integer in a file of labels.
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
    /// What the user should know of them, a sentence each.
    public let notes: [String]

    /// Reads a folder or files, and brings every image to `size` x `size` pixels in grayscale.
    ///
    /// Throws `DataError` or `RunError` if a file cannot be read, if there are no subfolders, if nobody has two images, which a pair
    /// of the same person takes, and if an image or a file takes more than `memory` allows.
    public init(_ configuration: PreparationConfiguration, size: Int, memory: MemoryLimit = .none) throws {
        if let images = configuration.imagesFile {
            try self.init(images: images, labels: configuration.labelsFile, size: size, memory)
        } else if let folder = configuration.facesFolder {
            try self.init(folder: folder, isNested: configuration.nested ?? false, size: size, memory)
        } else {
            preconditionFailure("a configuration of faces names neither a folder nor files")
        }
    }

    private init(folder path: String, isNested: Bool, size: Int, _ memory: MemoryLimit) throws {
        if !isNested, ImageFolder.holdsNestedClasses(path) {
            throw RunError("\(path): the images lie deeper than in one folder for each person; --nested reads them")
        }
        let folder = try ImageFolder(classesIn: path, isNested: isNested)
        try memory.require(size * size * folder.files.count, file: path)
        let images = try folder.files.map {
            FaceVerifier.prepared(try ImageFile.read(path: $0, memory: memory), size: size)
        }
        try self.init(
            ImageSet(images: images, labels: folder.labels, classNames: folder.classNames), source: path,
            dataFiles: [path], notes: folder.notes)
    }

    private init(images: String, labels: String?, size: Int, _ memory: MemoryLimit) throws {
        var options = NamedImages.Options()
        options.memory = memory
        let named = try NamedImages(images, labels: labels, options)
        let set = named.images
        guard set.labels != nil else { throw PreparationConfiguration.imagesWithoutLabels }
        let prepared = (0..<set.count).lazy.map { FaceVerifier.prepared(set[$0], size: size) }
        try self.init(
            ImageSet(images: prepared, labels: set.labels, classNames: set.classNames), source: labels ?? images,
            dataFiles: named.files, notes: named.notes)
    }

    private init(_ images: ImageSet, source: String, dataFiles: [String], notes: [String]) throws {
        let labels = images.labels ?? []
        people = Dictionary(grouping: labels.indices, by: { labels[$0] }).sorted { $0.key < $1.key }.map {
            label, indices in Person(name: images.classNames[Int(label)], pictures: indices)
        }
        let single = people.count { $0.pictures.count < 2 }
        guard single < people.count else {
            throw DataError(
                file: source,
                "there is a single image of each of the \(people.count) people, but pairs of the same person take 2 of somebody"
            )
        }
        let singles =
            single == 0
            ? []
            : [
                "\(source): \(single) of \(people.count) people have a single image, so they are in no pair of the same person"
            ]
        self.images = images
        self.source = source
        self.dataFiles = dataFiles
        self.notes = notes + singles
    }

    /// The people as a split sees them.
    var divided: PersonSplit.People {
        PersonSplit.People(
            names: people.map(\.name), areRepeated: people.map { $0.pictures.count > 1 }, source: source)
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
