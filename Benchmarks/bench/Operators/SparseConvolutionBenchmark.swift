import CKernels

extension OperatorBenchmark {
    static let sparseConv1d = OperatorBenchmark(
        "conv1d_sparse",
        keys: [
            .size("N", 64, canShrink: true), .size("C", 300), .size("O", 100), .size("L", 64), .size("K", 5),
        ],
        shapes: StandardShapes.conv1d
    ) { shape in
        let (batch, inputs, outputs) = (shape["N"], shape["C"], shape["O"])
        let (length, kernel) = (shape["L"], shape["K"])
        let descriptor = ck_conv1d_descriptor(
            batch: Int64(batch), in_channels: Int64(inputs), out_channels: Int64(outputs), groups: 1,
            in_length: Int64(length), kernel_length: Int64(kernel), stride: 1, padding: 0, dilation: 1,
            output_padding: 0)
        let (input, weights, values) = (batch * inputs * length, outputs * inputs * kernel, batch * outputs)
        let positions = Workload.Input.indices(values, below: max(length - kernel + 1, 1))
        let operations = 2 * Double(values) * Double(inputs * kernel)
        return [
            Workload(
                operatorName: "conv1d_sparse", pass: "backward_data", shape: shape.name,
                inputs: [.uniform(values), positions, .uniform(weights)], outputs: [.init(count: input)],
                operations: operations, tolerance: Workload.tolerance(terms: outputs * kernel)
            ) { context, inputs, outputs in
                var size = descriptor
                return ck_conv1d_sparse_f32_backward_data(
                    context, &size, inputs[0], inputs[1].integers, inputs[2], 0, outputs[0])
            },
            Workload(
                operatorName: "conv1d_sparse", pass: "backward_weights", shape: shape.name,
                inputs: [.uniform(input), .uniform(values), positions], outputs: [.init(count: weights)],
                operations: operations, tolerance: Workload.tolerance(terms: batch)
            ) { context, inputs, outputs in
                var size = descriptor
                return ck_conv1d_sparse_f32_backward_weights(
                    context, &size, inputs[0], inputs[1], inputs[2].integers, 0, outputs[0], nil)
            },
        ]
    }
}
