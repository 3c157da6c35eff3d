import CKernels

/// Rows and columns that are added at the sides of an image. A number alone stands for all four.
public struct Padding2d: Equatable, Sendable, ExpressibleByIntegerLiteral {
    /// Rows above.
    public var top: Int
    /// Rows below.
    public var bottom: Int
    /// Columns on the left.
    public var left: Int
    /// Columns on the right.
    public var right: Int

    /// So many rows and columns.
    public init(top: Int, bottom: Int, left: Int, right: Int) {
        (self.top, self.bottom, self.left, self.right) = (top, bottom, left, right)
    }

    /// The same number at all sides.
    public init(integerLiteral size: Int) {
        self.init(top: size, bottom: size, left: size, right: size)
    }
}

extension Tensor {
    /// Images [N, C, H, W] reflected at their first and last rows and columns, which are not repeated: [N, C, top + H +
    /// bottom, left + W + right]. Each padding must be less than the side that is reflected.
    public func reflectionPadded(_ padding: Padding2d) -> Tensor {
        let inputShape = shape
        var descriptor = padding.reflectionDescriptor(shape)
        var work: KernelWork { KernelWork("reflection pad", reads: [inputShape]) }
        let output = Tensor.filled(padding.outputShape(shape), in: context, work) { context, output in
            ck_reflection_pad2d_f32_forward(context, &descriptor, base, output)
        }
        return Tape.record(output, from: [self]) { [padding.reflectionGradient($0, inputShape)] }
    }
}

extension Padding2d {
    /// The gradient of reflection padding at an input of shape `inputShape`.
    fileprivate func reflectionGradient(_ gradient: Tensor, _ inputShape: Shape) -> Tensor {
        var descriptor = reflectionDescriptor(inputShape)
        var work: KernelWork { KernelWork("reflection pad gradient", reads: [gradient.shape]) }
        let value = Tensor.filled(inputShape, in: gradient.context, work) { context, inputGradient in
            ck_reflection_pad2d_f32_backward(context, &descriptor, gradient.base, 0, inputGradient)
        }
        return Tape.record(value, from: [gradient]) { [$0.reflectionPadded(self)] }
    }

    fileprivate func outputShape(_ input: Shape) -> Shape {
        [input[0], input[1], top + input[2] + bottom, left + input[3] + right]
    }

    fileprivate func reflectionDescriptor(_ input: Shape) -> ck_reflection_pad2d_descriptor {
        require(input.rank == 4, "reflectionPadded: expected an input with four axes, got the shape \(input)")
        let isValid = max(top, bottom) < input[2] && max(left, right) < input[3] && min(top, bottom, left, right) >= 0
        require(
            isValid,
            "reflectionPadded: expected paddings from 0 up and less than the sides of \(input), got top \(top), "
                + "bottom \(bottom), left \(left), right \(right)")
        return ck_reflection_pad2d_descriptor(
            batch: Int64(input[0]), channels: Int64(input[1]), in_height: Int64(input[2]), in_width: Int64(input[3]),
            padding_top: Int64(top), padding_bottom: Int64(bottom), padding_left: Int64(left),
            padding_right: Int64(right))
    }
}
