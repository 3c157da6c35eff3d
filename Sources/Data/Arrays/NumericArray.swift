import SwiftletTensor

#if _endian(big)
    #error("arrays are kept in little-endian order, and read here as they lie in memory")
#endif

/// Numbers of any kind with a shape, as a file holds them.
///
///     let array = try NPYFile.read(path: "weights.npy")
///     let weights = array.tensor(in: context)
public struct NumericArray: Equatable, Sendable {
    /// What kind of numbers they are.
    public let element: ArrayElement
    /// Sizes of the axes.
    public let shape: Shape
    /// The numbers row by row, in little-endian order.
    let bytes: [UInt8]
    /// Where it was read from.
    private let source: ArraySource?

    /// An array of its parts, which must fit.
    init(_ element: ArrayElement, shape: Shape, bytes: [UInt8], source: ArraySource? = nil) {
        require(bytes.count == shape.count * element.byteCount, "\(bytes.count) bytes do not fill \(shape)")
        self.element = element
        self.shape = shape
        self.bytes = bytes
        self.source = source
    }

    /// Compares kind, shape and bytes.
    public static func == (left: NumericArray, right: NumericArray) -> Bool {
        left.element == right.element && left.shape == right.shape && left.bytes == right.bytes
    }

    /// The numbers of a tensor, in single precision.
    public init(_ tensor: Tensor) {
        self.init(
            .float32, shape: tensor.shape, bytes: tensor.withUnsafeElements { Array(UnsafeRawBufferPointer($0)) })
    }

    /// The numbers of a tensor of 32-bit integers.
    public init(_ tensor: IntTensor) {
        self.init(.int32, shape: tensor.shape, bytes: tensor.elements.withUnsafeBytes { Array($0) })
    }

    /// The numbers in single precision, rounded to the nearest; those beyond its range become infinite, true becomes 1.
    public func tensor(in context: ComputeContext) -> Tensor {
        Tensor(shape: shape, in: context) { elements in
            bytes.withUnsafeBytes { bytes in
                func fill<Number>(_ type: Number.Type, _ convert: (Number) -> Float) {
                    for index in elements.indices {
                        let offset = index * MemoryLayout<Number>.size
                        elements[index] = convert(bytes.loadUnaligned(fromByteOffset: offset, as: type))
                    }
                }
                switch element {
                case .bool: fill(UInt8.self) { $0 == 0 ? 0 : 1 }
                case .int8: fill(Int8.self) { Float($0) }
                case .uint8: fill(UInt8.self) { Float($0) }
                case .int16: fill(Int16.self) { Float($0) }
                case .uint16: fill(UInt16.self) { Float($0) }
                case .int32: fill(Int32.self) { Float($0) }
                case .uint32: fill(UInt32.self) { Float($0) }
                case .int64: fill(Int64.self) { Float($0) }
                case .uint64: fill(UInt64.self) { Float($0) }
                case .float16: fill(UInt16.self, Float.init(halfPrecision:))
                case .float32: fill(Float.self) { $0 }
                case .float64: fill(Double.self) { Float($0) }
                }
            }
        }
    }

    /// The numbers as 32-bit integers; true becomes 1.
    ///
    /// Throws `DataError` for numbers that may have a fraction, and for one beyond the range of 32 bits.
    public func intTensor(in context: ComputeContext) throws -> IntTensor {
        var numbers: [Int32] = []
        numbers.reserveCapacity(shape.count)
        try bytes.withUnsafeBytes { bytes in
            func fill<Number: FixedWidthInteger>(_ type: Number.Type) throws {
                for index in 0..<shape.count {
                    let offset = index * MemoryLayout<Number>.size
                    let number = bytes.loadUnaligned(fromByteOffset: offset, as: type)
                    guard let exact = Int32(exactly: number) else {
                        throw error("number \(index + 1) is \(number), which 32 bits cannot hold")
                    }
                    numbers.append(exact)
                }
            }
            switch element {
            case .bool: numbers += bytes.map { $0 == 0 ? 0 : 1 }
            case .int8: try fill(Int8.self)
            case .uint8: try fill(UInt8.self)
            case .int16: try fill(Int16.self)
            case .uint16: try fill(UInt16.self)
            case .int32: try fill(Int32.self)
            case .uint32: try fill(UInt32.self)
            case .int64: try fill(Int64.self)
            case .uint64: try fill(UInt64.self)
            case .float16, .float32, .float64:
                throw error("the array holds \(element) numbers, but whole numbers were expected")
            }
        }
        return IntTensor(numbers, shape: shape, in: context)
    }

    /// Turns what is wrong with the array into an error that names its file.
    func named<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let damage as ArrayDamage {
            throw error(damage.reason)
        }
    }

    private func error(_ reason: String) -> DataError { source?.error(ArrayDamage(reason)) ?? DataError(reason) }
}

extension Float {
    /// The number whose half precision (IEEE 754 binary16) has these bits: sign, 5 of the exponent with a bias of 15, 10 of the
    /// fraction.
    package init(halfPrecision bits: UInt16) {
        let exponent = Int(bits >> 10 & 31)
        let fraction = Float(bits & 1023) / 1024
        let magnitude: Float =
            switch exponent {
            case 0: Float(sign: .plus, exponent: -14, significand: fraction)
            case 31: bits & 1023 == 0 ? .infinity : .nan
            default: Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction)
            }
        self = bits >> 15 == 0 ? magnitude : -magnitude
    }
}
