/// Files of the IDX form, in which MNIST comes: a magic number, the counts, then unsigned bytes; plain or gzip.
///
/// All numbers are big-endian with 32 bits. The file must hold exactly what its header announces.
public enum IDXFile {
    private static let imageMagic: UInt32 = 0x0000_0803
    private static let labelMagic: UInt32 = 0x0000_0801
    /// Most bytes of a file after decompression.
    private static let maximumBytes = 1 << 32

    /// Reads grey images (magic 0x00000803, count, rows, columns). Throws `DataError` if the file is not exactly that,
    /// or takes more than `memory` allows.
    public static func images(path: String, memory: MemoryLimit = .none) throws -> ImageSet {
        let reader = try BinaryReader(path: path, maximumBytes: maximumBytes, memory: memory)
        try requireMagic(imageMagic, "images", in: reader)
        let header = try reader.bytes(12, of: "the header of an IDX file of images")
        let (count, height, width) = (
            Int(header.bigEndian32(at: 0)), Int(header.bigEndian32(at: 4)), Int(header.bigEndian32(at: 8))
        )
        guard count > 0, height > 0, width > 0 else {
            throw DataError(
                file: path, "the header announces \(count) images of \(width) x \(height) pixels, which is nothing")
        }
        let (area, areaOverflow) = height.multipliedReportingOverflow(by: width)
        let (size, sizeOverflow) = area.multipliedReportingOverflow(by: count)
        guard !areaOverflow, !sizeOverflow, size <= maximumBytes - 16 else {
            throw DataError(
                file: path,
                "the header announces \(count) images of \(width) x \(height) pixels, which is more than \(maximumBytes) bytes"
            )
        }
        let content = "\(count) images of \(width) x \(height) pixels"
        let pixels = try reader.bytes(size, of: "the header with \(content)")
        try requireEnd(reader, after: content)
        return ImageSet(width: width, height: height, channels: 1, pixels: pixels)
    }

    /// Reads labels (magic 0x00000801, count). Throws `DataError` if the file is not exactly that, or takes more than
    /// `memory` allows.
    public static func labels(path: String, memory: MemoryLimit = .none) throws -> [Int32] {
        let reader = try BinaryReader(path: path, maximumBytes: maximumBytes, memory: memory)
        try requireMagic(labelMagic, "labels", in: reader)
        let count = Int(try reader.bytes(4, of: "the header of an IDX file of labels").bigEndian32(at: 0))
        guard count > 0 else { throw DataError(file: path, "the header announces no labels") }
        try memory.require(count * (1 + MemoryLayout<Int32>.size), file: path)
        let labels = try reader.bytes(count, of: "the header with \(count) labels")
        try requireEnd(reader, after: "\(count) labels")
        return labels.map(Int32.init)
    }

    /// Reads images and the labels that belong to them. Throws `DataError` if either file is damaged, if the counts differ,
    /// or if a label is beyond the class names (where there are any).
    public static func imageSet(images: String, labels: String, classNames: [String] = [], memory: MemoryLimit = .none)
        throws -> ImageSet
    {
        let set = try self.images(path: images, memory: memory)
        let numbers = try self.labels(path: labels, memory: memory)
        guard numbers.count == set.count else {
            throw DataError(
                file: labels, "the file holds \(numbers.count) labels for the \(set.count) images of \(images)")
        }
        if !classNames.isEmpty, let wrong = numbers.firstIndex(where: { $0 >= classNames.count }) {
            throw DataError(
                file: labels,
                "label \(wrong + 1) of \(numbers.count) is \(numbers[wrong]), but there are \(classNames.count) classes, from 0"
            )
        }
        return ImageSet(
            width: set.width, height: set.height, channels: 1, pixels: set.pixels, labels: numbers,
            classNames: classNames)
    }

    private static func requireMagic(_ expected: UInt32, _ content: String, in reader: BinaryReader) throws {
        let magic = try reader.bytes(4, of: "the magic number of an IDX file").bigEndian32(at: 0)
        guard magic != expected else { return }
        let hint =
            switch magic {
            case imageMagic: "; this is an IDX file of images"
            case labelMagic: "; this is an IDX file of labels"
            default: ""
            }
        throw DataError(
            file: reader.path,
            "the file begins with \(hexadecimal(magic)), but an IDX file of \(content) begins with \(hexadecimal(expected))\(hint)"
        )
    }

    private static func requireEnd(_ reader: BinaryReader, after content: String) throws {
        guard try reader.isAtEnd() else {
            throw DataError(file: reader.path, "the file goes on after the \(content) that its header announces")
        }
    }

    private static func hexadecimal(_ number: UInt32) -> String {
        let digits = String(number, radix: 16)
        return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
    }
}
