import Foundation

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
            return try IDXFile.names(of: part).map { file in
                try found([file, file.replacing("-idx", with: ".idx")], of: name, in: data)
                    ?? data.require("\(name)/\(file)", set: name)
            }
        case ("cifar10", .training):
            let batches = try (1...5).compactMap { try found(["data_batch_\($0).bin"], of: name, in: data) }
            return batches.isEmpty ? [try requireCIFAR10("data_batch_1", data)] : batches
        case ("cifar10", .test):
            return [
                try found(["test_batch.bin", "test_batch.first1000.bin"], of: name, in: data)
                    ?? requireCIFAR10("test_batch", data)
            ]
        default: throw unknown(name)
        }
    }

    /// Folders in which a set lies: that of `Scripts/fetch-data`, and those of torchvision and of the archive of CIFAR-10.
    private static let folders = [
        "mnist": ["mnist", "MNIST/raw"], "fashion-mnist": ["fashion-mnist", "FashionMNIST/raw"],
        "cifar10": ["cifar10", "cifar-10-batches-bin"],
    ]

    /// The first of these files in a folder of the set, plain or gzip. The data folder may itself be one, or above it `raw`.
    private static func found(_ files: [String], of name: String, in data: DataDirectory) throws -> String? {
        let own = URL(fileURLWithPath: data.path).standardizedFileURL.path.lowercased()
        let places = folders[name]!.flatMap { folder -> [String] in
            let parts = folder.split(separator: "/").map(String.init)
            let inside = parts.indices.reversed().filter {
                own.hasSuffix("/" + parts[...$0].joined(separator: "/").lowercased())
            }.map { parts[($0 + 1)...].joined(separator: "/") }
            return [folder] + inside
        }
        for place in places {
            for file in files {
                if let found = data.find(place.isEmpty ? file : "\(place)/\(file)") { return found }
            }
        }
        return nil
    }

    /// The error about a missing file of CIFAR-10, which is often downloaded in another form.
    private static func requireCIFAR10(_ batch: String, _ data: DataDirectory) throws -> String {
        for folder in ["cifar10", "cifar-10-batches-py", "."] {
            if let pickle = data.find("\(folder)/\(batch)"), let kind = FileKind(path: pickle), kind.isPythonPickle {
                throw DataError(file: pickle, "this is \(kind); \(CIFAR10File.pickleAdvice)")
            }
        }
        return try data.require("cifar10/\(batch).bin", set: "cifar10")
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
