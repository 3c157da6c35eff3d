/// The labelled image sets that `Scripts/fetch-data` brings, each in a folder of its name under the data folder.
public enum KnownImageSets {
    /// The part of a set.
    public enum Part: String, CaseIterable, Sendable {
        /// For training.
        case training
        /// For testing alone.
        case test
    }

    /// The names that `load` takes.
    public static let names = ["mnist", "fashion-mnist", "cifar10"]

    /// Reads a part of a set, with labels and class names. Throws `DataError` if the name is unknown, or if a file is
    /// missing (with the command that gets it) or damaged, or takes more than the folder's memory limit allows.
    ///
    /// CIFAR-10 may lie there in part: training takes those of its five batches that are there, and the test part is the
    /// whole batch, else its first 1,000 images.
    public static func load(_ name: String, part: Part, from data: DataDirectory) throws -> ImageSet {
        let files = try files(of: name, part: part, in: data)
        if name == "cifar10" { return try CIFAR10File.imageSet(paths: files, memory: data.memoryLimit) }
        return try IDXFile.imageSet(
            images: files[0], labels: files[1], classNames: try classNames(of: name),
            memory: data.memoryLimit)
    }

    /// The files that `load` reads, for a record of their digests. Throws `DataError` as `load` does, if they are not there.
    public static func files(of name: String, part: Part, in data: DataDirectory) throws -> [String] {
        switch (name, part) {
        case ("mnist", _), ("fashion-mnist", _):
            return try IDXFile.names(of: part).map { try data.require("\(name)/\($0)", set: name) }
        case ("cifar10", .training):
            let batches = (1...5).compactMap { data.find("cifar10/data_batch_\($0).bin") }
            return batches.isEmpty ? [try data.require("cifar10/data_batch_1.bin", set: name)] : batches
        case ("cifar10", .test):
            return [
                try data.find("cifar10/test_batch.bin") ?? data.find("cifar10/test_batch.first1000.bin")
                    ?? data.require("cifar10/test_batch.bin", set: name)
            ]
        default: throw unknown(name)
        }
    }

    /// What the labels of a set mean. Throws `DataError` if the name is unknown.
    public static func classNames(of name: String) throws -> [String] {
        switch name {
        case "mnist": (0...9).map(String.init)
        case "fashion-mnist":
            [
                "T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag",
                "ankle boot",
            ]
        case "cifar10": CIFAR10File.classNames
        default: throw unknown(name)
        }
    }

    private static func unknown(_ name: String) -> DataError {
        DataError("there is no image set \"\(name)\"; known are \(names.joined(separator: ", "))")
    }
}
