import SwiftletTensor

extension ImageSet {
    /// The images of an array: count x height x width, count x height x width x channels, count x channels x height x width, or a
    /// row of pixels for each, which are square then.
    ///
    /// Values from 0 to 1 are fractions of white (1 becomes 255), of whatever type they are; others are levels from 0 to 255. Both
    /// are rounded. Throws `DataError` that says what was seen if the array is of another shape or has other values.
    public init(_ array: NumericArray) throws {
        let layout = try array.named { try ImageLayout(array.shape.dimensions) }
        self.init(
            width: layout.width, height: layout.height, channels: layout.channels,
            pixels: layout.planar(try array.named { try array.levels() }))
    }
}

/// How the axes of an array make images.
struct ImageLayout: Equatable {
    let count: Int
    let height: Int
    let width: Int
    let channels: Int
    /// Whether the channels of a pixel lie side by side.
    let isInterleaved: Bool

    /// Most bytes of pixels.
    static let maximumBytes = 1 << 32

    /// Throws `ArrayDamage` for a shape that no images have. Of an array that may be read both ways the last axis is the channels.
    init(_ sizes: [Int]) throws {
        switch sizes.count {
        case 2:
            let side = Int(Double(sizes[1]).squareRoot().rounded())
            guard side * side == sizes[1] else {
                throw ArrayDamage(
                    "the rows of an array of shape \(sizes) have \(sizes[1]) values, which make no square image")
            }
            (count, height, width, channels, isInterleaved) = (sizes[0], side, side, 1, false)
        case 3: (count, height, width, channels, isInterleaved) = (sizes[0], sizes[1], sizes[2], 1, false)
        case 4 where [1, 3].contains(sizes[3]):
            (count, height, width, channels, isInterleaved) = (sizes[0], sizes[1], sizes[2], sizes[3], true)
        case 4 where [1, 3].contains(sizes[1]):
            (count, height, width, channels, isInterleaved) = (sizes[0], sizes[2], sizes[3], sizes[1], false)
        case 4:
            throw ArrayDamage("an array of shape \(sizes) has neither 1 nor 3 channels, in its second or last axis")
        default:
            throw ArrayDamage(
                "an array of shape \(sizes) holds no images; count, height and width were expected, and perhaps channels"
            )
        }
        guard !sizes.contains(0) else {
            throw ArrayDamage("the header announces \(count) images of \(width) x \(height) pixels, which is nothing")
        }
        let product = sizes.reduce((value: 1, overflows: false)) { product, size in
            let (value, overflows) = product.value.multipliedReportingOverflow(by: size)
            return (value, product.overflows || overflows)
        }
        guard !product.overflows, product.value <= Self.maximumBytes - 16 else {
            throw ArrayDamage(
                "the header announces \(count) images of \(width) x \(height) pixels, which is more than \(Self.maximumBytes) bytes"
            )
        }
    }

    /// Levels in the order of `ImageSet`: the planes of an image one after the other.
    func planar(_ levels: [UInt8]) -> [UInt8] {
        guard isInterleaved, channels > 1 else { return levels }
        let area = height * width
        return [UInt8](unsafeUninitializedCapacity: levels.count) { planes, filled in
            levels.withUnsafeBufferPointer { levels in
                for start in stride(from: 0, to: levels.count, by: area * channels) {
                    for channel in 0..<channels {
                        for pixel in 0..<area {
                            planes[start + channel * area + pixel] = levels[start + pixel * channels + channel]
                        }
                    }
                }
            }
            filled = levels.count
        }
    }
}

extension NumericArray {
    /// The values as levels of an image. Throws `ArrayDamage` that names the values that an image cannot have.
    func levels() throws -> [UInt8] {
        if element == .uint8 { return (bytes.max() ?? 0) <= 1 ? bytes.map { $0 * 255 } : bytes }
        return try bytes.withUnsafeBytes { bytes in
            func levels<Number>(_ type: Number.Type, _ value: (Number) -> Float) throws -> [UInt8] {
                var (lower, upper) = (Float.infinity, -Float.infinity)
                for index in 0..<shape.count {
                    let number = value(bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Number>.size, as: type))
                    guard !number.isNaN else { throw ArrayDamage("value \(index + 1) is not a number") }
                    lower = min(lower, number)
                    upper = max(upper, number)
                }
                guard shape.count == 0 || lower >= 0 && upper <= 255 else {
                    throw ArrayDamage(
                        "the values go from \(lower.plain) to \(upper.plain), but fractions from 0 to 1 or levels from 0 to 255 were expected of images"
                    )
                }
                let factor: Float = upper <= 1 ? 255 : 1
                return (0..<shape.count).map { index in
                    let offset = index * MemoryLayout<Number>.size
                    return UInt8((value(bytes.loadUnaligned(fromByteOffset: offset, as: type)) * factor).rounded())
                }
            }
            switch element {
            case .bool: return bytes.map { $0 == 0 ? 0 : 255 }
            case .uint8: return try levels(UInt8.self) { Float($0) }
            case .int8: return try levels(Int8.self) { Float($0) }
            case .int16: return try levels(Int16.self) { Float($0) }
            case .uint16: return try levels(UInt16.self) { Float($0) }
            case .int32: return try levels(Int32.self) { Float($0) }
            case .uint32: return try levels(UInt32.self) { Float($0) }
            case .int64: return try levels(Int64.self) { Float($0) }
            case .uint64: return try levels(UInt64.self) { Float($0) }
            case .float16: return try levels(UInt16.self, Float.init(halfPrecision:))
            case .float32: return try levels(Float.self) { $0 }
            case .float64: return try levels(Double.self) { Float($0) }
            }
        }
    }

    /// The class of each image, whatever integers the classes are. Throws `DataError` unless these are integers, one after the
    /// other, that 32 bits can hold.
    public func labels() throws -> [Int32] {
        try named {
            let sizes = shape.dimensions
            guard sizes.count == 1 || sizes.count == 2 && sizes[1] == 1 else {
                throw ArrayDamage("an array of shape \(sizes) holds no labels; one for each image was expected")
            }
            guard shape.count > 0 else { throw ArrayDamage("the header announces no labels") }
            return try bytes.withUnsafeBytes { bytes in
                func labels<Number>(_ type: Number.Type, _ exact: (Number) -> Int32?) throws -> [Int32] {
                    try (0..<shape.count).map { index in
                        let number = bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Number>.size, as: type)
                        guard let label = exact(number) else {
                            throw ArrayDamage("label \(index + 1) is \(number), which is no integer of 32 bits")
                        }
                        return label
                    }
                }
                switch element {
                case .bool: return bytes.map { $0 == 0 ? 0 : 1 }
                case .int8: return try labels(Int8.self) { Int32($0) }
                case .uint8: return try labels(UInt8.self) { Int32($0) }
                case .int16: return try labels(Int16.self) { Int32($0) }
                case .uint16: return try labels(UInt16.self) { Int32($0) }
                case .int32: return try labels(Int32.self) { $0 }
                case .uint32: return try labels(UInt32.self) { Int32(exactly: $0) }
                case .int64: return try labels(Int64.self) { Int32(exactly: $0) }
                case .uint64: return try labels(UInt64.self) { Int32(exactly: $0) }
                case .float16: return try labels(UInt16.self) { Int32(exactly: Float(halfPrecision: $0)) }
                case .float32: return try labels(Float.self) { Int32(exactly: $0) }
                case .float64: return try labels(Double.self) { Int32(exactly: $0) }
                }
            }
        }
    }
}

extension Float {
    /// Without a fraction where there is none.
    fileprivate var plain: String { Int(exactly: self).map(String.init) ?? "\(self)" }
}
