/// Files of the binary form of CIFAR-10 (Krizhevsky 2009), plain or gzip: records of a label byte and the red, the green
/// and the blue plane of 32 x 32 pixels.
public enum CIFAR10File {
    /// The classes by label.
    public static let classNames = [
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
    ]

    private static let side = 32
    private static let recordSize = 1 + 3 * side * side
    /// Most bytes of a file after decompression; the official batches have 30,730,000.
    private static let maximumBytes = 1 << 30

    /// Reads the records of the files, one after the other. Throws `DataError` if a file is missing or empty, is no whole
    /// number of records, has a label above 9, or if the images take more than `memory` allows.
    public static func imageSet(paths: [String], memory: MemoryLimit = .none) throws -> ImageSet {
        var pixels: [UInt8] = []
        var labels: [Int32] = []
        for path in paths {
            let reader = try BinaryReader(
                path: path, maximumBytes: maximumBytes, memory: memory, held: pixels.count)
            let content = try reader.rest()
            try memory.require(pixels.count + 2 * content.count, file: path)
            guard !content.isEmpty, content.count % recordSize == 0 else {
                throw DataError(file: path, refusal(of: content))
            }
            for start in stride(from: 0, to: content.count, by: recordSize) {
                guard content[start] < classNames.count else {
                    throw DataError(
                        file: path,
                        "record \(start / recordSize + 1) has the label \(content[start]); those of CIFAR-10 are 0 to 9"
                    )
                }
                labels.append(Int32(content[start]))
                pixels += content[start + 1..<start + recordSize]
            }
        }
        return ImageSet(
            width: side, height: side, channels: 3, pixels: pixels, labels: labels, classNames: classNames)
    }

    private static func refusal(of content: [UInt8]) -> String {
        let sentence =
            "the file holds \(content.count) bytes, but records of CIFAR-10 have \(recordSize) bytes each"
        if content.count > 0, content.count % (recordSize + 1) == 0 { return "\(sentence); this seems to be CIFAR-100" }
        let kind = FileKind(Array(content.prefix(FileKind.headByteCount)))
        return kind.isPythonPickle ? "\(sentence); this is \(kind); \(pickleAdvice)" : sentence
    }

    /// What to do about the form in which CIFAR-10 is downloaded most.
    static let pickleAdvice = "of CIFAR-10, the binary version (cifar-10-binary.tar.gz) is read"
}

extension FileKind {
    /// Whether reading the file could run any code.
    var isPythonPickle: Bool { description.contains("pickle") }
}
