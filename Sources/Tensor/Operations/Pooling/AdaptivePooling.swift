// Where the size of the input is a multiple of the output's, windows are alike and plain pooling does.
extension Tensor {
    /// The averages of windows that divide [N, C, H, W] into [N, C, height, width]: output i covers the positions from i *
    /// H / height, rounded down, to (i + 1) * H / height, rounded up.
    public func adaptiveAveragePool2d(to size: Size2D) -> Tensor {
        if let window = evenWindows(size) { return averagePool2d(window) }
        let context = context
        return mapped(
            rows: AxisMatrix.averages(inputs: shape[2], outputs: size.height, in: context),
            columns: AxisMatrix.averages(inputs: shape[3], outputs: size.width, in: context))
    }

    /// The maxima of the windows of `adaptiveAveragePool2d`; the gradient goes to the first of equals.
    public func adaptiveMaxPool2d(to size: Size2D) -> Tensor {
        if let window = evenWindows(size) { return maxPool2d(window) }
        let positions: Shape = [shape[0], shape[1], 1]
        let maxima = (0..<size.height).flatMap { row -> [Tensor] in
            let rows = sliced(axis: 2, AxisMatrix.window(row, inputs: shape[2], outputs: size.height))
            return (0..<size.width).map { column in
                let window = AxisMatrix.window(column, inputs: shape[3], outputs: size.width)
                return rows.sliced(axis: 3, window).globalMaxPool().reshaped(to: positions)
            }
        }
        return Tensor.concatenated(maxima, axis: 2).reshaped(
            to: [shape[0], shape[1], size.height, size.width])
    }

    /// The averages of windows that divide [N, C, L] into [N, C, length].
    public func adaptiveAveragePool1d(to length: Int) -> Tensor {
        asImages().adaptiveAveragePool2d(to: Size2D(height: 1, width: length)).flattened(fromAxis: 2)
    }

    /// The maxima of windows that divide [N, C, L] into [N, C, length]; the gradient goes to the first of equals.
    public func adaptiveMaxPool1d(to length: Int) -> Tensor {
        asImages().adaptiveMaxPool2d(to: Size2D(height: 1, width: length)).flattened(fromAxis: 2)
    }

    /// [N, C, L] as [N, C, 1, L].
    private func asImages() -> Tensor {
        require(shape.rank == 3, "adaptive pooling: expected an input with three axes, got the shape \(shape)")
        return reshaped(to: [shape[0], shape[1], 1, shape[2]])
    }

    private func evenWindows(_ size: Size2D) -> Size2D? {
        require(shape.rank == 4, "adaptive pooling: expected an input with four axes, got the shape \(shape)")
        require(
            Swift.min(size.height, size.width) > 0 && Swift.min(shape[2], shape[3]) > 0,
            "adaptive pooling: \(shape) cannot be divided into \(size)")
        guard shape[2] % size.height == 0 && shape[3] % size.width == 0 else { return nil }
        return Size2D(height: shape[2] / size.height, width: shape[3] / size.width)
    }
}
