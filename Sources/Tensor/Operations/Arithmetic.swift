import CKernels

// Operations of two tensors broadcast their shapes by NumPy's rule: aligned at the last axis, sizes are equal or one of them is 1.
// Each keeps only what the gradients of its tracked inputs need.

extension Tensor {
    /// The sum element by element, broadcasting.
    public static func + (left: Tensor, right: Tensor) -> Tensor {
        let (leftShape, rightShape) = (left.trackedShape, right.trackedShape)
        return Tape.record(left.combined(.add, right), from: [left, right]) { gradient in
            [leftShape.map(gradient.summed), rightShape.map(gradient.summed)]
        }
    }

    /// The difference element by element, broadcasting.
    public static func - (left: Tensor, right: Tensor) -> Tensor {
        let (leftShape, rightShape) = (left.trackedShape, right.trackedShape)
        return Tape.record(left.combined(.subtract, right), from: [left, right]) { gradient in
            [leftShape.map(gradient.summed), rightShape.map { -gradient.summed(to: $0) }]
        }
    }

    /// The product element by element, broadcasting.
    public static func * (left: Tensor, right: Tensor) -> Tensor {
        let (leftShape, rightShape) = (left.trackedShape, right.trackedShape)
        let keptRight = leftShape == nil ? nil : right
        let keptLeft = rightShape == nil ? nil : left
        return Tape.record(left.combined(.multiply, right), from: [left, right]) { gradient in
            [
                keptRight.map { (gradient * $0).summed(to: leftShape!) },
                keptLeft.map { (gradient * $0).summed(to: rightShape!) },
            ]
        }
    }

    /// The quotient element by element, broadcasting.
    public static func / (left: Tensor, right: Tensor) -> Tensor {
        let (leftShape, rightShape) = (left.trackedShape, right.trackedShape)
        let quotient = left.combined(.divide, right)
        if rightShape == nil {
            return Tape.record(quotient, from: [left, right]) { gradient in
                [leftShape.map { (gradient / right).summed(to: $0) }, nil]
            }
        }
        return Tape.record(quotient, from: [left, right]) { gradient, output in
            let leftGradient = gradient / right
            return [
                leftShape.map(leftGradient.summed),
                // Of a divisor that is broadcast, the sums are divided, which are fewer.
                rightShape.map {
                    $0 == output.shape
                        ? -(leftGradient * output) : -((gradient * output).summed(to: $0) / right)
                },
            ]
        }
    }

    /// The larger of two elements, broadcasting; NaN if one of them is. Where they are equal, each gets half of the gradient.
    public func maximum(_ other: Tensor) -> Tensor { extremum(.maximum, other) { $0 .> $1 } }

    /// The smaller of two elements, broadcasting; NaN if one of them is. Where they are equal, each gets half of the gradient.
    public func minimum(_ other: Tensor) -> Tensor { extremum(.minimum, other) { $0 .< $1 } }

    private func extremum(
        _ operation: BinaryOperation, _ other: Tensor, _ precedes: @escaping (Tensor, Tensor) -> BoolTensor
    ) -> Tensor {
        let (shape, otherShape) = (trackedShape, other.trackedShape)
        return Tape.record(combined(operation, other), from: [self, other]) { [self] gradient in
            let (left, right) = (detached, other.detached)
            let ties = (left .== right).floats() * 0.5
            return [
                shape.map { (gradient * (precedes(left, right).floats() + ties)).summed(to: $0) },
                otherShape.map { (gradient * (precedes(right, left).floats() + ties)).summed(to: $0) },
            ]
        }
    }

    /// Each element plus a number.
    public static func + (left: Tensor, right: Float) -> Tensor { left.affine(scale: 1, offset: right) }

    /// A number plus each element.
    public static func + (left: Float, right: Tensor) -> Tensor { right.affine(scale: 1, offset: left) }

    /// Each element minus a number.
    public static func - (left: Tensor, right: Float) -> Tensor { left.affine(scale: 1, offset: -right) }

    /// A number minus each element.
    public static func - (left: Float, right: Tensor) -> Tensor { right.affine(scale: -1, offset: left) }

    /// Each element times a number.
    public static func * (left: Tensor, right: Float) -> Tensor { left.affine(scale: right, offset: 0) }

    /// A number times each element.
    public static func * (left: Float, right: Tensor) -> Tensor { right.affine(scale: left, offset: 0) }

    /// Each element divided by a number.
    public static func / (left: Tensor, right: Float) -> Tensor {
        Tape.record(left.combined(.divide, right), from: [left]) { [$0 / right] }
    }

    /// A number divided by each element.
    public static func / (left: Float, right: Tensor) -> Tensor { right.reciprocal() * left }

    /// scale * x + offset of each element.
    public func affine(scale: Float, offset: Float) -> Tensor {
        let output = Tensor.filled(shape, in: context, KernelWork("affine", reads: [shape])) { context, output in
            ck_affine_f32(context, count64, scale, offset, base, output)
        }
        return Tape.record(output, from: [self]) { gradient in
            [scale == 1 ? gradient : scale == -1 ? -gradient : gradient * scale]
        }
    }

    /// The larger of each element and a number; the derivative is 0 where they are equal.
    public func maximum(_ number: Float) -> Tensor {
        Tape.record(combined(.maximum, number), from: [self]) { gradient, output in
            // max(x, c) = c + relu(x - c), and the output shows on which side of the kink x lies.
            [(output.detached - number).reluOutputGradient(gradient)]
        }
    }

    /// The smaller of each element and a number; the derivative is 0 where they are equal.
    public func minimum(_ number: Float) -> Tensor {
        Tape.record(combined(.minimum, number), from: [self]) { gradient, output in
            // min(x, c) = c - relu(c - x): the two signs cancel.
            [(number - output.detached).reluOutputGradient(gradient)]
        }
    }

    /// Each element within bounds: `low` if it is less, `high` if it is more. The derivative at the bounds is 1.
    public func clip(_ low: Float, _ high: Float) -> Tensor {
        require(low <= high, "clip: the lower bound \(low) exceeds the upper bound \(high)")
        return Tape.record(combined(.maximum, low).combined(.minimum, high), from: [self]) { [self] gradient, output in
            [gradient.filling(0, where: output.detached .!= detached)]
        }
    }

    /// The shape, if a gradient flows to this tensor.
    var trackedShape: Shape? { isTracked ? shape : nil }
}

/// A function of two elements.
enum BinaryOperation: UInt32 {
    case add, subtract, multiply, divide, maximum, minimum, power

    var code: ck_binary_operation { ck_binary_operation(rawValue: rawValue) }
}

extension Tensor {
    /// The operation applied to the elements of two tensors, broadcasting; nothing is recorded.
    func combined(_ operation: BinaryOperation, _ other: Tensor) -> Tensor {
        if shape == other.shape { return combined(operation, other, (1, count, 1)) }
        guard let result = shape.broadcast(with: other.shape) else {
            fatalError("\(operation): the shapes \(shape) and \(other.shape) cannot be broadcast to each other")
        }
        if result == shape, let parts = shape.parts(aroundVector: other.shape) {
            return combined(operation, other, parts)
        }
        if result == other.shape, [.add, .multiply, .maximum, .minimum].contains(operation),
            let parts = other.shape.parts(aroundVector: shape)
        {
            return other.combined(operation, self, parts)
        }
        let sizes = result.dimensions.map(Int64.init)
        let strides = shape.broadcastStrides(to: result).map(Int64.init)
        let otherStrides = other.shape.broadcastStrides(to: result).map(Int64.init)
        var work: KernelWork { KernelWork("\(operation)", reads: [shape, other.shape]) }
        return Tensor.filled(result, in: context, work) { context, output in
            ck_binary_broadcast_f32(
                context, operation.code, Int64(sizes.count), sizes, base, strides, other.base, otherStrides, output)
        }
    }

    /// The operation applied to each element and one number; nothing is recorded.
    func combined(_ operation: BinaryOperation, _ number: Float) -> Tensor {
        withUnsafePointer(to: number) { combined(operation, $0, [], (1, 1, count)) }
    }

    private func combined(
        _ operation: BinaryOperation, _ other: Tensor, _ parts: (outer: Int, axis: Int, inner: Int)
    ) -> Tensor {
        defer { withExtendedLifetime(other) {} }
        return combined(operation, other.base, other.shape, parts)
    }

    /// Combines this tensor, seen as [outer, axis, inner], with a vector of `axis` values.
    private func combined(
        _ operation: BinaryOperation, _ other: UnsafePointer<Float>, _ otherShape: Shape,
        _ parts: (outer: Int, axis: Int, inner: Int)
    ) -> Tensor {
        var broadcast = ck_broadcast(outer: Int64(parts.outer), axis: Int64(parts.axis), inner: Int64(parts.inner))
        var work: KernelWork {
            KernelWork("\(operation)", reads: parts.inner == count ? [shape] : [shape, otherShape])
        }
        return Tensor.filled(shape, in: context, work) { context, output in
            ck_binary_f32(context, operation.code, &broadcast, base, other, output)
        }
    }
}

extension Shape {
    /// This shape as [outer, axis, inner] where another, broadcast to it, is a vector along `axis`; nil if it is not.
    fileprivate func parts(aroundVector other: Shape) -> (outer: Int, axis: Int, inner: Int)? {
        guard other.count != 0 else { return nil }
        let missing = rank - other.rank
        guard missing >= 0, let first = (0..<other.rank).first(where: { other[$0] != 1 }),
            let last = (0..<other.rank).last(where: { other[$0] != 1 })
        else { return other.count == 1 && missing >= 0 ? (1, 1, count) : nil }
        let axes = (first + missing)..<(last + missing + 1)
        guard count(of: axes) == other.count else { return nil }
        return (count(of: 0..<axes.lowerBound), other.count, count(of: axes.upperBound..<rank))
    }
}
