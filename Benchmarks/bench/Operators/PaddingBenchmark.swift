import CKernels

extension OperatorBenchmark {
    static let reflectionPad = OperatorBenchmark(
        "reflection_pad2d",
        keys: [
            .size("N", 64, canShrink: true), .size("C", 8), .size("H", 100), .size("W", 100),
            .size("padding", 1, minimum: 0),
        ],
        shapes: StandardShapes.reflectionPad
    ) { shape in
        let (height, width, padding) = (shape["H"], shape["W"], shape["padding"])
        let planes = shape["N"] * shape["C"]
        let input = planes * height * width
        let output = planes * (height + 2 * padding) * (width + 2 * padding)
        let side = Int64(padding)
        let descriptor = ck_reflection_pad2d_descriptor(
            batch: Int64(shape["N"]), channels: Int64(shape["C"]), in_height: Int64(height), in_width: Int64(width),
            padding_top: side, padding_bottom: side, padding_left: side, padding_right: side)
        return [
            Workload(
                operatorName: "reflection_pad2d", pass: "forward", shape: shape.name, inputs: [.uniform(input)],
                outputs: [.init(count: output)], operations: 0, tolerance: 0
            ) { context, inputs, outputs in
                var size = descriptor
                return ck_reflection_pad2d_f32_forward(context, &size, inputs[0], outputs[0])
            },
            Workload(
                operatorName: "reflection_pad2d", pass: "backward", shape: shape.name, inputs: [.uniform(output)],
                outputs: [.init(count: input)], operations: Double(output - input),
                tolerance: Workload.tolerance(terms: 9)
            ) { context, inputs, outputs in
                var size = descriptor
                return ck_reflection_pad2d_f32_backward(context, &size, inputs[0], 0, outputs[0])
            },
        ]
    }
}
