import CKernels

extension OperatorBenchmark {
    static let pools = [
        pool("max_pool1d", shapes: StandardShapes.pool1d), pool("max_pool2d", shapes: StandardShapes.pool2d),
        pool("average_pool1d", shapes: StandardShapes.pool1d), pool("average_pool2d", shapes: StandardShapes.pool2d),
    ]
    static let globalPools = [
        globalPool("global_max_pool", isMaximum: true), globalPool("global_average_pool", isMaximum: false),
    ]

    private static func pool(_ name: String, shapes: [StandardShape]) -> OperatorBenchmark {
        let isOneDimensional = name.hasSuffix("1d")
        let isMaximum = name.hasPrefix("max")
        let sizes: [ShapeKey] = isOneDimensional ? [.size("L", 64)] : [.size("H", 32), .size("W", 32)]
        let keys =
            [.size("N", 64, canShrink: true), .size("C", 16)] + sizes + [.size("kernel", 2), .size("stride", 2)]
        return OperatorBenchmark(name, keys: keys, shapes: shapes) { shape in
            let (height, width) = isOneDimensional ? (1, shape["L"]) : (shape["H"], shape["W"])
            let (kernel, stride) = (shape["kernel"], shape["stride"])
            let planes = shape["N"] * shape["C"]
            func positions(_ size: Int) -> Int { size < kernel ? 0 : (size - kernel) / stride + 1 }
            let input = planes * height * width
            let output = planes * (isOneDimensional ? 1 : positions(height)) * positions(width)
            let taps = isOneDimensional ? kernel : kernel * kernel
            let flat = ck_pool1d_descriptor(
                batch: Int64(shape["N"]), channels: Int64(shape["C"]), in_length: Int64(width),
                kernel_length: Int64(kernel), stride: Int64(stride), padding: 0, dilation: 1,
                count_include_padding: false)
            let wide = ck_pool2d_descriptor(
                batch: Int64(shape["N"]), channels: Int64(shape["C"]), in_height: Int64(height),
                in_width: Int64(width), kernel_height: Int64(kernel), kernel_width: Int64(kernel),
                stride_height: Int64(stride), stride_width: Int64(stride), padding_height: 0, padding_width: 0,
                dilation_height: 1, dilation_width: 1, count_include_padding: false)
            let forward = Workload(
                operatorName: name, pass: "forward", shape: shape.name, inputs: [.uniform(input)],
                outputs: isMaximum
                    ? [.init(count: output), .init(count: output, isInteger: true)] : [.init(count: output)],
                operations: Double(output * taps),
                tolerance: isMaximum ? 0 : 1e-6
            ) { context, inputs, outputs in
                var (flat, wide) = (flat, wide)
                let (x, y) = (inputs[0], outputs[0])
                return switch (isOneDimensional, isMaximum) {
                case (true, true): ck_max_pool1d_f32_forward(context, &flat, x, y, outputs[1].integers)
                case (true, false): ck_average_pool1d_f32_forward(context, &flat, x, y)
                case (false, true): ck_max_pool2d_f32_forward(context, &wide, x, y, outputs[1].integers)
                case (false, false): ck_average_pool2d_f32_forward(context, &wide, x, y)
                }
            }
            let backward = Workload(
                operatorName: name, pass: "backward", shape: shape.name,
                inputs: [.uniform(output)] + (isMaximum ? [.maxima(of: forward)] : []),
                outputs: [.init(count: input)], operations: Double(output * (isMaximum ? 1 : taps)), tolerance: 1e-5
            ) { context, inputs, outputs in
                var (flat, wide) = (flat, wide)
                let (dy, dx) = (inputs[0], outputs[0])
                return switch (isOneDimensional, isMaximum) {
                case (true, true): ck_max_pool1d_f32_backward(context, &flat, dy, inputs[1].integers, 0, dx)
                case (true, false): ck_average_pool1d_f32_backward(context, &flat, dy, 0, dx)
                case (false, true): ck_max_pool2d_f32_backward(context, &wide, dy, inputs[1].integers, 0, dx)
                case (false, false): ck_average_pool2d_f32_backward(context, &wide, dy, 0, dx)
                }
            }
            return [forward, backward]
        }
    }

    private static func globalPool(_ name: String, isMaximum: Bool) -> OperatorBenchmark {
        OperatorBenchmark(
            name, keys: [.size("N", 64, canShrink: true), .size("C", 100), .size("L", 60)],
            shapes: StandardShapes.globalPool
        ) { shape in
            let descriptor = ck_global_pool_descriptor(
                batch: Int64(shape["N"]), channels: Int64(shape["C"]), length: Int64(shape["L"]))
            let output = shape["N"] * shape["C"]
            let input = output * shape["L"]
            let forward = Workload(
                operatorName: name, pass: "forward", shape: shape.name, inputs: [.uniform(input)],
                outputs: isMaximum
                    ? [.init(count: output), .init(count: output, isInteger: true)] : [.init(count: output)],
                operations: Double(input),
                tolerance: isMaximum ? 0 : 1e-5
            ) { context, inputs, outputs in
                var size = descriptor
                return isMaximum
                    ? ck_global_max_pool_f32_forward(
                        context, &size, inputs[0], nil, outputs[0], outputs[1].integers)
                    : ck_global_average_pool_f32_forward(context, &size, inputs[0], nil, outputs[0])
            }
            let backward = Workload(
                operatorName: name, pass: "backward", shape: shape.name,
                inputs: [.uniform(output)] + (isMaximum ? [.maxima(of: forward)] : []),
                outputs: [.init(count: input)], operations: Double(isMaximum ? output : input), tolerance: 1e-6
            ) { context, inputs, outputs in
                var size = descriptor
                return isMaximum
                    ? ck_global_max_pool_f32_backward(
                        context, &size, inputs[0], inputs[1].integers, 0, outputs[0])
                    : ck_global_average_pool_f32_backward(context, &size, inputs[0], nil, 0, outputs[0])
            }
            return [forward, backward]
        }
    }
}

extension Workload.Input {
    /// The positions that the forward pass of a max pooling finds.
    fileprivate static func maxima(of forward: Workload) -> Workload.Input {
        .computed(count: forward.outputs[1].count) { context, positions in
            let input = Buffer(forward.inputs[0], key: 1, in: context)
            let values = Buffer(count: forward.outputs[0].count)
            return withExtendedLifetime((input, values)) {
                forward.call(context.pointer, [input.pointer], [values.pointer, positions])
            }
        }
    }
}
