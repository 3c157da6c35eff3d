extension IDXFile {
    /// Reads a part of a set from a folder in which files have the names of MNIST's, `train-images-idx3-ubyte`,
    /// `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`, plain or with `.gz` added.
    ///
    /// Throws `DataError` if a file is missing, and as `imageSet(images:labels:)` does.
    public static func imageSet(
        folder: String, part: KnownImageSets.Part, classNames: [String] = [], memory: MemoryLimit = .none
    ) throws -> ImageSet {
        let files = DataDirectory(flag: folder, environment: [:])
        let paths = try names(of: part).map { name in
            guard let path = files.find(name) else {
                throw DataError(file: "\(folder)/\(name)", "there is no such file, plain or .gz")
            }
            return path
        }
        return try imageSet(images: paths[0], labels: paths[1], classNames: classNames, memory: memory)
    }

    /// The names that MNIST's files have: images, then labels.
    static func names(of part: KnownImageSets.Part) -> [String] {
        let prefix = part == .training ? "train" : "t10k"
        return ["\(prefix)-images-idx3-ubyte", "\(prefix)-labels-idx1-ubyte"]
    }
}
