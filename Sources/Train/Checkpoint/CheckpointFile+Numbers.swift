import SwiftletData
import SwiftletTensor

extension CheckpointFile {
    /// The numbers of a tensor of floating point, in single precision. Throws `CheckpointError`, also for one beyond its range.
    func tensor(_ entry: CheckpointHeader.Entry, in context: ComputeContext) throws -> Tensor {
        var failure: (any Error)?
        let tensor = Tensor(shape: entry.shape, in: context) { elements in
            do {
                switch entry.type {
                case .float32: try read(entry, into: UnsafeMutableRawBufferPointer(elements))
                case .float16: try convert(entry, UInt16.self, into: elements) { Float(halfPrecision: $0) }
                case .bfloat16:
                    try convert(entry, UInt16.self, into: elements) { Float(bitPattern: UInt32($0) << 16) }
                default:
                    try convert(entry, Double.self, into: elements) { number in
                        let single = Float(number)
                        return single.isInfinite && number.isFinite ? nil : single
                    }
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return tensor
    }

    /// The numbers of a tensor of integers or truth values. Throws `CheckpointError`, also for one that 32 bits cannot hold.
    func integers(_ entry: CheckpointHeader.Entry, in context: ComputeContext) throws -> IntTensor {
        let elements = try [Int32](unsafeUninitializedCapacity: entry.shape.count) { buffer, count in
            switch entry.type {
            case .int64: try convert(entry, Int64.self, into: buffer) { Int32(exactly: $0) }
            case .uint64: try convert(entry, UInt64.self, into: buffer) { Int32(exactly: $0) }
            case .uint32: try convert(entry, UInt32.self, into: buffer) { Int32(exactly: $0) }
            case .int16: try convert(entry, Int16.self, into: buffer) { Int32($0) }
            case .uint16: try convert(entry, UInt16.self, into: buffer) { Int32($0) }
            case .int8: try convert(entry, Int8.self, into: buffer) { Int32($0) }
            case .uint8: try convert(entry, UInt8.self, into: buffer) { Int32($0) }
            case .bool: try convert(entry, UInt8.self, into: buffer) { $0 == 0 ? 0 : 1 }
            default: try read(entry, into: UnsafeMutableRawBufferPointer(buffer))
            }
            count = entry.shape.count
        }
        return IntTensor(elements, shape: entry.shape, in: context)
    }

    /// Converts the numbers of a tensor one by one; nil stands for one that cannot be held.
    private func convert<Number, Element>(
        _ entry: CheckpointHeader.Entry, _ type: Number.Type, into elements: UnsafeMutableBufferPointer<Element>,
        _ convert: (Number) -> Element?
    ) throws {
        let numbers = try [Number](unsafeUninitializedCapacity: entry.shape.count) { buffer, count in
            try read(entry, into: UnsafeMutableRawBufferPointer(buffer))
            count = entry.shape.count
        }
        for (index, number) in numbers.enumerated() {
            guard let element = convert(number) else {
                throw error("tensor '\(entry.name)' holds \(number), which 32 bits cannot hold")
            }
            elements.initializeElement(at: index, to: element)
        }
    }
}
