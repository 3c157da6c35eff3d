/// Matrices [outputs, inputs] of linear maps along one axis: each row has the weights with which an output is made.
enum AxisMatrix {
    /// The positions that output `index` of an adaptive pooling covers: inputs are divided as evenly as can be, and neighbors
    /// overlap where that leaves a remainder.
    static func window(_ index: Int, inputs: Int, outputs: Int) -> Range<Int> {
        (index * inputs / outputs)..<(((index + 1) * inputs + outputs - 1) / outputs)
    }

    /// The means over the windows of an adaptive pooling.
    static func averages(inputs: Int, outputs: Int, in context: ComputeContext) -> Tensor {
        make(inputs, outputs, context) { index in
            let window = window(index, inputs: inputs, outputs: outputs)
            return window.map { ($0, 1 / Float(window.count)) }
        }
    }

    /// The input at or before the position of an output; outputs are `step` inputs apart. In single precision, as in PyTorch.
    static func nearest(inputs: Int, outputs: Int, step: Double, in context: ComputeContext) -> Tensor {
        make(inputs, outputs, context) { [(min(Int(Float($0) * Float(step)), inputs - 1), 1)] }
    }

    /// Linear interpolation between the two inputs around the position of an output. Inputs and outputs are the centers of
    /// intervals that cover the axis or, with `alignsCorners`, points of which the first and the last coincide.
    static func linear(
        inputs: Int, outputs: Int, step: Double, alignsCorners: Bool, in context: ComputeContext
    ) -> Tensor {
        make(inputs, outputs, context) { index in
            let position: Double
            if alignsCorners {
                position = outputs > 1 ? Double(index) * Double(inputs - 1) / Double(outputs - 1) : 0
            } else {
                position = max((Double(index) + 0.5) * step - 0.5, 0)
            }
            let first = min(Int(position), inputs - 1)
            let fraction = Float(min(max(position - Double(first), 0), 1))
            return first + 1 < inputs ? [(first, 1 - fraction), (first + 1, fraction)] : [(first, Float(1))]
        }
    }

    private static func make(
        _ inputs: Int, _ outputs: Int, _ context: ComputeContext, weights: (Int) -> [(input: Int, weight: Float)]
    ) -> Tensor {
        Tensor(shape: [outputs, inputs], in: context) { elements in
            elements.update(repeating: 0)
            for row in 0..<outputs {
                for (input, weight) in weights(row) { elements[row * inputs + input] = weight }
            }
        }
    }
}

extension Tensor {
    /// Two constant matrices applied to images [N, C, H, W]: `rows` along the height and `columns` along the width.
    func mapped(rows: Tensor, columns: Tensor) -> Tensor {
        let wide = linear(weight: columns)
        return wide.transposed().linear(weight: rows).transposed()
    }
}
