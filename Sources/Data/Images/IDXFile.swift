import SwiftletTensor

/// Files of the IDX form, in which MNIST comes: a magic number that tells type and number of axes, the sizes of the axes, then
/// the numbers; plain or gzip.
///
/// All numbers are big-endian, sizes have 32 bits. The file must hold exactly what its header announces.
public enum IDXFile {
    /// Most bytes of a file after decompression.
    private static let maximumBytes = 1 << 34
    private static let elements: [UInt8: ArrayElement] = [
        0x08: .uint8, 0x09: .int8, 0x0b: .int16, 0x0c: .int32, 0x0d: .float32, 0x0e: .float64,
    ]

    /// Reads images of any type and of two to four axes, as `ImageSet(_:)` makes them of an array; unsigned bytes are levels even
    /// where all are 0 or 1. Throws `DataError` if the file holds something else, is damaged, or takes more than `memory` allows.
    public static func images(path: String, memory: MemoryLimit = .none) throws -> ImageSet {
        try images(BinaryReader(path: path, maximumBytes: maximumBytes, memory: memory), memory: memory)
    }

    static func images(_ reader: BinaryReader, memory: MemoryLimit) throws -> ImageSet {
        let source = ArraySource(file: reader.path)
        let (element, sizes) = try header(reader, expected: "images")
        do {
            guard sizes.count > 1 else {
                throw ArrayDamage(
                    "this is an IDX file of labels (\(element), 1 axis), but images were expected: 3 axes, or 4 with channels"
                )
            }
            let layout = try ImageLayout(sizes)
            let content = "\(layout.count) images of \(layout.width) x \(layout.height) pixels"
            let array = try numbers(reader, element, Shape(sizes), content, memory)
            let levels = element == .uint8 ? array.bytes : try array.levels()
            return ImageSet(
                width: layout.width, height: layout.height, channels: layout.channels, pixels: layout.planar(levels))
        } catch let damage as ArrayDamage {
            throw source.error(damage)
        }
    }

    /// Reads labels, integers of any type. Throws `DataError` if the file holds something else, is damaged, or takes more than
    /// `memory` allows.
    public static func labels(path: String, memory: MemoryLimit = .none) throws -> [Int32] {
        try labels(BinaryReader(path: path, maximumBytes: maximumBytes, memory: memory), memory: memory)
    }

    static func labels(_ reader: BinaryReader, memory: MemoryLimit) throws -> [Int32] {
        let path = reader.path
        let (element, shape) = try header(reader, expected: "labels")
        let isColumn = shape.count == 1 || shape.count == 2 && shape[1] == 1
        guard isColumn, let count = shape.first else {
            throw DataError(
                file: path,
                "this is an IDX file of \(shape.count > 2 ? "images" : "numbers") (\(element), \(shape.count) axes), but labels were expected: integers, 1 axis"
            )
        }
        guard count > 0 else { throw DataError(file: path, "the header announces no labels") }
        try memory.require(count * (element.byteCount + MemoryLayout<Int32>.size), file: path)
        return try numbers(reader, element, [count], "\(count) labels", memory).labels()
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
        if !classNames.isEmpty, let wrong = numbers.firstIndex(where: { $0 < 0 || $0 >= classNames.count }) {
            throw DataError(
                file: labels,
                "label \(wrong + 1) of \(numbers.count) is \(numbers[wrong]), but there are \(classNames.count) classes, from 0"
            )
        }
        return ImageSet(
            width: set.width, height: set.height, channels: set.channels, pixels: set.pixels, labels: numbers,
            classNames: classNames)
    }

    /// Type and sizes of the axes.
    private static func header(_ reader: BinaryReader, expected: String) throws -> (ArrayElement, [Int]) {
        let head = try reader.peek(FileKind.headByteCount)
        let magic = try reader.bytes(4, of: "the magic number of an IDX file")
        let rank = Int(magic[3])
        guard magic[0] == 0, magic[1] == 0, let element = elements[magic[2]], 1...Shape.maximumRank ~= rank
        else { throw DataError(file: reader.path, FileKind.refusal(of: head, expected: "an IDX file of \(expected)")) }
        let sizes = try reader.bytes(4 * rank, of: "the header of an IDX file of \(expected)")
        return (element, (0..<rank).map { Int(sizes.bigEndian32(at: $0 * 4)) })
    }

    /// The numbers up to the end of the file.
    private static func numbers(
        _ reader: BinaryReader, _ element: ArrayElement, _ shape: Shape, _ content: String, _ memory: MemoryLimit
    ) throws -> NumericArray {
        var bytes = try reader.bytes(shape.count * element.byteCount, of: "the header with \(content)")
        guard try reader.isAtEnd() else {
            throw DataError(file: reader.path, "the file goes on after the \(content) that its header announces")
        }
        NumberOrder.swapBytes(&bytes, size: element.byteCount)
        return NumericArray(element, shape: shape, bytes: bytes, source: ArraySource(file: reader.path))
    }
}
