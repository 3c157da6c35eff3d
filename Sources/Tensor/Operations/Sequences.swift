// Arrays of one value, of sequences and of indicators.

extension NDArray {
    /// An array of one value.
    public static func full(_ shape: Shape, _ value: Element, in context: ComputeContext = .default) -> NDArray {
        NDArray(shape: shape, in: context) { $0.initialize(repeating: value) }
    }

    /// An array of zeros, or of false.
    public static func zeros(_ shape: Shape, in context: ComputeContext = .default) -> NDArray {
        let output = NDArray(uninitialized: shape, in: context)
        // All bits of 0 and of false are 0.
        UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(start: output.mutableBase, count: output.count))
            .initializeMemory(as: UInt8.self, repeating: 0)
        return output
    }

    /// An array of one value in the shape and the context of another array.
    public static func full(like array: NDArray<some TensorElement>, _ value: Element) -> NDArray {
        full(array.shape, value, in: array.context)
    }

    /// Zeros, or false, in the shape and the context of another array.
    public static func zeros(like array: NDArray<some TensorElement>) -> NDArray {
        zeros(array.shape, in: array.context)
    }
}

extension IntTensor {
    /// A tensor of ones.
    public static func ones(_ shape: Shape, in context: ComputeContext = .default) -> IntTensor {
        full(shape, 1, in: context)
    }

    /// Ones in the shape and the context of another array.
    public static func ones(like array: NDArray<some TensorElement>) -> IntTensor { full(like: array, 1) }

    /// The integers 0, 1, ... below `stop`.
    public static func arange(_ stop: Int, in context: ComputeContext = .default) -> IntTensor {
        arange(0, stop, in: context)
    }

    /// The integers start, start + step, ... before `stop`, of shape [count]; none if `stop` lies on the other side.
    /// The step must not be 0, and all must be 32-bit integers.
    public static func arange(
        _ start: Int, _ stop: Int, step: Int = 1, in context: ComputeContext = .default
    ) -> IntTensor {
        require(step != 0, "arange: a step of 0")
        guard step > 0 ? start < stop : start > stop else { return IntTensor([Int32](), in: context) }
        // The ends are checked before there are elements in between.
        let (span, overflows) = (stop - step.signum()).subtractingReportingOverflow(start)
        let last = overflows ? stop : start + span / step * step
        for end in [start, last] where Int32(exactly: end) == nil { fatalError("arange: \(end) is no 32-bit integer") }
        return IntTensor(stride(from: start, to: stop, by: step).map { Int32($0) }, in: context)
    }

    /// 1 at the class that each integer names, else 0: [...] to [..., classes].
    ///
    /// Throws `KernelError` for an integer that is no class.
    public func oneHot(_ classes: Int) throws -> Tensor {
        require(classes >= 0, "oneHot: the number of classes is negative: \(classes)")
        let indices = elements
        if let (offset, index) = indices.enumerated().first(where: { $1 < 0 || $1 >= classes }) {
            throw KernelError(
                description: "oneHot: element \(offset) is \(index), expected a class below \(classes)")
        }
        let output = Tensor.zeros(Shape(shape.dimensions + [classes]), in: context)
        for (row, index) in indices.enumerated() { output.mutableBase[row * classes + Int(index)] = 1 }
        return output.on(tape)
    }
}

extension BoolTensor {
    /// A tensor of true.
    public static func ones(_ shape: Shape, in context: ComputeContext = .default) -> BoolTensor {
        full(shape, true, in: context)
    }

    /// True in the shape and the context of another array.
    public static func ones(like array: NDArray<some TensorElement>) -> BoolTensor { full(like: array, true) }
}

extension Tensor {
    /// The numbers 0, 1, ... below `stop`.
    public static func arange(_ stop: Float, in context: ComputeContext = .default) -> Tensor {
        arange(0, stop, in: context)
    }

    /// The numbers start, start + step, ... before `stop`, of shape [count]; none if `stop` lies on the other side. The
    /// step must not be 0. Numbers are computed in double precision and rounded; whether the last is before `stop` can
    /// hang on rounding, so that `linspace` is better for broken steps.
    public static func arange(
        _ start: Float, _ stop: Float, step: Float = 1, in context: ComputeContext = .default
    ) -> Tensor {
        let steps = ((Double(stop) - Double(start)) / Double(step)).rounded(.up)
        require(
            step != 0 && steps.isFinite && steps < 0x1p40,
            "arange: from \(start) to \(stop) by \(step) are no finite steps")
        return sequence(Swift.max(Int(steps), 0), in: context) { Double(start) + Double($0) * Double(step) }
    }

    /// `count` numbers at equal distances from `start` to `stop`, both included; one alone is `start`.
    public static func linspace(
        _ start: Float, _ stop: Float, count: Int, in context: ComputeContext = .default
    ) -> Tensor {
        require(count >= 0, "linspace: the number of elements is negative: \(count)")
        let step = (Double(stop) - Double(start)) / Double(Swift.max(count - 1, 1))
        return sequence(count, in: context) {
            $0 > 0 && $0 == count - 1 ? Double(stop) : Double(start) + Double($0) * step
        }
    }

    private static func sequence(_ count: Int, in context: ComputeContext, _ value: (Int) -> Double) -> Tensor {
        Tensor(shape: [count], in: context) { elements in
            for index in elements.indices { elements[index] = Float(value(index)) }
        }
    }

    /// The matrix [rows, columns] of ones on the main diagonal and zeros elsewhere; square without `columns`.
    public static func eye(_ rows: Int, _ columns: Int? = nil, in context: ComputeContext = .default) -> Tensor {
        let columns = columns ?? rows
        let output = Tensor.zeros([rows, columns], in: context)
        for index in 0..<Swift.min(rows, columns) { output.mutableBase[index * columns + index] = 1 }
        return output
    }
}
