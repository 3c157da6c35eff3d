import SwiftletTensor

// Where the size of the input is a multiple of the output's, windows are alike and plain pooling does.
extension Variable {
    /// The averages of windows that divide [N, C, H, W] into [N, C, height, width]: output i covers the positions from i *
    /// H / height, rounded down, to (i + 1) * H / height, rounded up.
    public func adaptiveAveragePool2d(to size: Extent2d) -> Variable {
        if let options = evenWindows(size) { return averagePool2d(options) }
        let context = value.context
        return mapped(
            rows: AxisMatrix.averages(inputs: shape[2], outputs: size.height, in: context),
            columns: AxisMatrix.averages(inputs: shape[3], outputs: size.width, in: context))
    }

    /// The maxima of the windows of `adaptiveAveragePool2d`; the gradient goes to the first of equals.
    public func adaptiveMaxPool2d(to size: Extent2d) -> Variable {
        if let options = evenWindows(size) { return maxPool2d(options) }
        let positions: Shape = [shape[0], shape[1], 1]
        let maxima = (0..<size.height).flatMap { row -> [Variable] in
            let rows = sliced(alongAxis: 2, AxisMatrix.window(row, inputs: shape[2], outputs: size.height))
            return (0..<size.width).map { column in
                let window = AxisMatrix.window(column, inputs: shape[3], outputs: size.width)
                return rows.sliced(alongAxis: 3, window).globalMaxPool().reshaped(to: positions)
            }
        }
        return Variable.concatenated(maxima, alongAxis: 2).reshaped(
            to: [shape[0], shape[1], size.height, size.width])
    }

    /// The averages of windows that divide [N, C, L] into [N, C, length].
    public func adaptiveAveragePool1d(to length: Int) -> Variable {
        asImages().adaptiveAveragePool2d(to: Extent2d(height: 1, width: length)).flattened(fromAxis: 2)
    }

    /// The maxima of windows that divide [N, C, L] into [N, C, length]; the gradient goes to the first of equals.
    public func adaptiveMaxPool1d(to length: Int) -> Variable {
        asImages().adaptiveMaxPool2d(to: Extent2d(height: 1, width: length)).flattened(fromAxis: 2)
    }

    /// [N, C, L] as [N, C, 1, L].
    private func asImages() -> Variable {
        require(shape.rank == 3, "adaptive pooling: expected an input with three axes, got the shape \(shape)")
        return reshaped(to: [shape[0], shape[1], 1, shape[2]])
    }

    private func evenWindows(_ size: Extent2d) -> Pool2dOptions? {
        require(shape.rank == 4, "adaptive pooling: expected an input with four axes, got the shape \(shape)")
        require(
            min(size.height, size.width) > 0 && min(shape[2], shape[3]) > 0,
            "adaptive pooling: \(shape) cannot be divided into \(size)")
        guard shape[2] % size.height == 0 && shape[3] % size.width == 0 else { return nil }
        return Pool2dOptions(kernelSize: Extent2d(height: shape[2] / size.height, width: shape[3] / size.width))
    }
}
