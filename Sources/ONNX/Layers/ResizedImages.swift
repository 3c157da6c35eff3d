import SwiftletTensor

/// Images of a graph, [N, C, H, W], in other sizes.
struct ResizedImages {
    /// Where an output lies among the inputs, and what is made of those around it.
    enum Sampling {
        /// The input at or before its position, which is that of its first edge.
        case nearest
        /// Between the nearest inputs, all being intervals that cover the axis.
        case centers
        /// Between the nearest inputs, all being points of which the first and the last coincide.
        case corners

        fileprivate var attributes: [String: ONNXAttribute] {
            switch self {
            case .nearest:
                [
                    "mode": .string("nearest"), "coordinate_transformation_mode": .string("asymmetric"),
                    "nearest_mode": .string("floor"),
                ]
            case .centers:
                ["mode": .string("linear"), "coordinate_transformation_mode": .string("half_pixel")]
            case .corners:
                ["mode": .string("linear"), "coordinate_transformation_mode": .string("align_corners")]
            }
        }
    }

    let graph: ONNXGraph
    let images: ONNXValue
    /// Where in the model the layer stands.
    let path: String

    /// So many times the height and width, rounded down.
    func resized(by factor: Float, _ sampling: Sampling) -> ONNXValue {
        let scales = graph.constant([1, 1, factor, factor], named: joinedPath(path, "scales"))
        return graph.node("Resize", [images, .absent, scales], sampling.attributes, named: path)
    }

    /// In another size, which alone decides where outputs lie.
    func resized(to scale: ImageScale, _ sampling: Sampling) -> ONNXValue {
        let kept = graph.sizes(of: images, axes: 0..<2, named: path)
        let sizes = graph.node("Concat", [kept, counts(scale)], ["axis": .int(0)], named: path)
        return graph.node("Resize", [images, .absent, .absent, sizes], sampling.attributes, named: path)
    }

    /// The first rows and columns of what is too large.
    func cut(_ larger: ONNXValue, to scale: ImageScale) -> ONNXValue {
        let start = graph.constant([0, 0], named: joinedPath(path, "start"))
        let axes = graph.constant([2, 3], named: joinedPath(path, "axes"))
        return graph.node("Slice", [larger, start, counts(scale), axes], named: path)
    }

    /// The pixel at or before each position, in the arithmetic of `Upsample`: positions are products in single precision.
    func nearest(_ scale: ImageScale) -> ONNXValue {
        (2...3).reduce(images) { value, axis in
            let name = joinedPath(path, axis == 2 ? "rows" : "columns")
            let inputs = graph.sizes(of: images, axes: axis..<axis + 1, named: name)
            let (zero, one) = (graph.constant(0, named: "\(name).zero"), graph.constant(1, named: "\(name).one"))
            let (count, step) = outputs(scale, axis: axis, inputs, name)
            let numbers = graph.cast(
                graph.node("Range", [zero, count, one], named: name), to: .float32, named: name)
            let positions = graph.cast(graph.node("Mul", [numbers, step], named: name), to: .int64, named: name)
            let last = graph.node("Sub", [inputs, one], named: name)
            let pixels = graph.node("Min", [positions, last], named: name)
            return graph.node("Gather", [value, pixels], ["axis": .int(axis)], named: name).withRank(value.rank)
        }
    }

    /// How many outputs there are along an axis, and how many inputs they are apart.
    private func outputs(
        _ scale: ImageScale, axis: Int, _ inputs: ONNXValue, _ name: String
    ) -> (count: ONNXValue, step: ONNXValue) {
        switch scale {
        case .size(let size):
            let outputs = size.list[axis - 2]
            let divisor = graph.constant(Float(outputs), named: "\(name).outputs")
            let dividend = graph.cast(inputs, to: .float32, named: name)
            return (
                graph.constant(outputs, named: "\(name).count"),
                graph.node("Div", [dividend, divisor], named: name)
            )
        case .factor(let factor):
            return (
                graph.node("Squeeze", [product(inputs, factor, name)], named: name),
                graph.constant(Float(1 / factor), named: "\(name).step")
            )
        }
    }

    /// Height and width of the output, as a list.
    private func counts(_ scale: ImageScale) -> ONNXValue {
        switch scale {
        case .size(let size): graph.constant(size.list, named: joinedPath(path, "size"))
        case .factor(let factor): product(graph.sizes(of: images, axes: 2..<4, named: path), factor, path)
        }
    }

    /// Sizes times a factor, rounded down. In double precision, as 25 * 1.16 is 29 in single precision.
    private func product(_ sizes: ONNXValue, _ factor: Double, _ name: String) -> ONNXValue {
        let factor = graph.constant(double: factor, named: joinedPath(name, "factor"))
        let product = graph.node("Mul", [graph.cast(sizes, to: .float64, named: name), factor], named: name)
        return graph.cast(product, to: .int64, named: name)
    }
}
