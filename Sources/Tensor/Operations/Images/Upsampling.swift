/// How values between those of an image are found.
public enum Interpolation: Equatable, Sendable {
    /// The pixel at the position or before it.
    case nearest
    /// The four pixels around the position by their nearness. Pixels are squares that cover the image, or, with
    /// `alignsCorners`, points of which those in the corners stay where they are.
    case bilinear(alignsCorners: Bool)
}

/// The size that an image is to have.
public enum ImageScale: Equatable, Sendable {
    /// So many rows and columns.
    case size(Size2D)
    /// So many times as many, rounded down.
    case factor(Double)
}

extension Tensor {
    /// Images [N, C, H, W] in another size, as `torch.nn.functional.interpolate`.
    ///
    /// Interpolation is a product with a matrix for rows and one for columns, so a number that is not finite spreads over its
    /// image; repeating pixels an integral number of times is not.
    public func interpolated(to scale: ImageScale, _ interpolation: Interpolation) -> Tensor {
        require(
            shape.rank == 4 && Swift.min(shape[2], shape[3]) > 0,
            "interpolated: expected an input with four axes and pixels, got the shape \(shape)")
        let height = Self.outputs(shape[2], scale, \.height)
        let width = Self.outputs(shape[3], scale, \.width)
        require(Swift.min(height.count, width.count) > 0, "interpolated: \(shape) in the size \(scale) has no pixels")
        if interpolation == .nearest, height.count % shape[2] == 0, width.count % shape[3] == 0,
            height.isWhole, width.isWhole
        {
            return repeatingPixels(Size2D(height: height.count / shape[2], width: width.count / shape[3]))
        }
        func matrix(_ inputs: Int, _ outputs: (count: Int, step: Double, isWhole: Bool)) -> Tensor {
            switch interpolation {
            case .nearest:
                AxisMatrix.nearest(inputs: inputs, outputs: outputs.count, step: outputs.step, in: context)
            case .bilinear(let alignsCorners):
                AxisMatrix.linear(
                    inputs: inputs, outputs: outputs.count, step: outputs.step, alignsCorners: alignsCorners,
                    in: context)
            }
        }
        return mapped(rows: matrix(shape[2], height), columns: matrix(shape[3], width))
    }

    /// How many outputs there are, how many inputs they are apart, and whether inputs are repeated an integral number of times.
    private static func outputs(
        _ inputs: Int, _ scale: ImageScale, _ side: KeyPath<Size2D, Int>
    ) -> (count: Int, step: Double, isWhole: Bool) {
        switch scale {
        case .size(let size):
            (size[keyPath: side], Double(inputs) / Double(size[keyPath: side]), size[keyPath: side] % inputs == 0)
        case .factor(let factor): (Int(Double(inputs) * factor), 1 / factor, factor == factor.rounded())
        }
    }

    private func repeatingPixels(_ times: Size2D) -> Tensor {
        let (planes, height, width) = (shape[0] * shape[1], shape[2], shape[3])
        return reshaped(to: [planes * height, width]).repeated(times.width, alongNewAxis: 2)
            .reshaped(to: [planes * height, width * times.width]).repeated(times.height, alongNewAxis: 1)
            .reshaped(to: [shape[0], shape[1], height * times.height, width * times.width])
    }
}
