import CKernels

extension OperatorBenchmark {
    static let convolutions = [
        convolution("conv1d", shapes: StandardShapes.conv1d), convolution("conv2d", shapes: StandardShapes.conv2d),
        convolution("conv_transpose1d", shapes: StandardShapes.convTranspose1d),
        convolution("conv_transpose2d", shapes: StandardShapes.convTranspose2d),
    ]

    private static func convolution(_ name: String, shapes: [StandardShape]) -> OperatorBenchmark {
        let isOneDimensional = name.hasSuffix("1d")
        let isTransposed = name.firstRange(of: "transpose") != nil
        let sizes: [ShapeKey] =
            isOneDimensional
            ? [.size("L", 64), .size("K", 3)]
            : [.size("H", 32), .size("W", 32), .size("KH", 3), .size("KW", 3)]
        let keys =
            [.size("N", 64, canShrink: true), .size("C", 16), .size("O", 16)] + sizes + [
                .size("stride", 1), .size("padding", 0, minimum: 0), .size("dilation", 1), .size("groups", 1),
            ]
        return OperatorBenchmark(name, keys: keys, shapes: shapes) { shape in
            var geometry = ConvolutionGeometry(
                shape, isTransposed: isTransposed, isOneDimensional: isOneDimensional)
            geometry.name = shape.name
            return geometry.workloads(of: name)
        }
    }
}

/// A convolution with the same stride, padding and dilation on both axes; in one dimension the height is 1.
private struct ConvolutionGeometry {
    var descriptor: ck_conv2d_descriptor
    let isTransposed: Bool
    let isOneDimensional: Bool
    var name = ""

    init(_ shape: ShapeArguments, isTransposed: Bool, isOneDimensional: Bool) {
        self.isTransposed = isTransposed
        self.isOneDimensional = isOneDimensional
        let size = { (key: String) in Int64(shape[key]) }
        let (stride, padding, dilation) = (size("stride"), size("padding"), size("dilation"))
        descriptor = ck_conv2d_descriptor(
            batch: size("N"), in_channels: size("C"), out_channels: size("O"), groups: size("groups"),
            in_height: isOneDimensional ? 1 : size("H"), in_width: isOneDimensional ? size("L") : size("W"),
            kernel_height: isOneDimensional ? 1 : size("KH"), kernel_width: isOneDimensional ? size("K") : size("KW"),
            stride_height: isOneDimensional ? 1 : stride, stride_width: stride,
            padding_height: isOneDimensional ? 0 : padding, padding_width: padding,
            dilation_height: isOneDimensional ? 1 : dilation, dilation_width: dilation, output_padding_height: 0,
            output_padding_width: 0)
    }

    private var flat: ck_conv1d_descriptor {
        ck_conv1d_descriptor(
            batch: descriptor.batch, in_channels: descriptor.in_channels, out_channels: descriptor.out_channels,
            groups: descriptor.groups, in_length: descriptor.in_width, kernel_length: descriptor.kernel_width,
            stride: descriptor.stride_width, padding: descriptor.padding_width, dilation: descriptor.dilation_width,
            output_padding: 0)
    }

    /// Positions of one plane; what does not fit gives 0, and the first call then says why.
    private var outputPlane: Int {
        func axis(_ size: Int64, _ kernel: Int64, _ stride: Int64, _ padding: Int64, _ dilation: Int64) -> Int64 {
            let reach = dilation * (kernel - 1)
            let span = isTransposed ? (size - 1) * stride - 2 * padding + reach : size + 2 * padding - reach - 1
            return span < 0 ? 0 : isTransposed ? span + 1 : span / stride + 1
        }
        let d = descriptor
        return Int(
            axis(d.in_height, d.kernel_height, d.stride_height, d.padding_height, d.dilation_height)
                * axis(d.in_width, d.kernel_width, d.stride_width, d.padding_width, d.dilation_width))
    }

    func workloads(of operatorName: String) -> [Workload] {
        let (flat, wide) = (flat, descriptor)
        let kernelArea = Int(wide.kernel_height * wide.kernel_width)
        let inputPlane = Int(wide.in_height * wide.in_width)
        let input = Int(wide.batch * wide.in_channels) * inputPlane
        let output = Int(wide.batch * wide.out_channels) * outputPlane
        let weights = Int(wide.in_channels * wide.out_channels / wide.groups) * kernelArea
        let inPerGroup = Int(wide.in_channels / wide.groups)
        let outPerGroup = Int(wide.out_channels / wide.groups)
        // Each position of the smaller side meets each tap of each filter.
        let products = isTransposed ? Double(input) * Double(outPerGroup) : Double(output) * Double(inPerGroup)
        func workload(
            _ pass: String, _ inputs: [Int], _ result: Int, terms: Int,
            _ call: @escaping (OpaquePointer, [UnsafeMutablePointer<Float>], UnsafeMutablePointer<Float>) -> ck_status
        ) -> Workload {
            Workload(
                operatorName: operatorName, pass: pass, shape: name, inputs: inputs.map { .uniform($0) },
                outputs: [.init(count: result)], operations: 2 * products * Double(kernelArea),
                tolerance: Workload.tolerance(terms: terms)
            ) { call($0, $1, $2[0]) }
        }
        let (oneDimensional, transposed) = (isOneDimensional, isTransposed)
        return [
            workload("forward", [input, weights], output, terms: inPerGroup * kernelArea) { context, inputs, result in
                var (flat, wide) = (flat, wide)
                let (x, w) = (inputs[0], inputs[1])
                return switch (oneDimensional, transposed) {
                case (true, false): ck_conv1d_f32_forward(context, &flat, nil, x, w, nil, result)
                case (true, true): ck_conv_transpose1d_f32_forward(context, &flat, nil, x, w, nil, result)
                case (false, false): ck_conv2d_f32_forward(context, &wide, nil, x, w, nil, result)
                case (false, true): ck_conv_transpose2d_f32_forward(context, &wide, nil, x, w, nil, result)
                }
            },
            workload("backward_data", [output, weights], input, terms: outPerGroup * kernelArea) {
                context, inputs, result in
                var (flat, wide) = (flat, wide)
                let (dy, w) = (inputs[0], inputs[1])
                return switch (oneDimensional, transposed) {
                case (true, false): ck_conv1d_f32_backward_data(context, &flat, dy, w, 0, result)
                case (true, true): ck_conv_transpose1d_f32_backward_data(context, &flat, dy, w, 0, result)
                case (false, false): ck_conv2d_f32_backward_data(context, &wide, dy, w, 0, result)
                case (false, true): ck_conv_transpose2d_f32_backward_data(context, &wide, dy, w, 0, result)
                }
            },
            workload(
                "backward_weights", [input, output], weights,
                terms: Int(wide.batch) * (isTransposed ? inputPlane : outputPlane)
            ) { context, inputs, result in
                var (flat, wide) = (flat, wide)
                let (x, dy) = (inputs[0], inputs[1])
                return switch (oneDimensional, transposed) {
                case (true, false): ck_conv1d_f32_backward_weights(context, &flat, x, dy, 0, result, nil)
                case (true, true): ck_conv_transpose1d_f32_backward_weights(context, &flat, x, dy, 0, result, nil)
                case (false, false): ck_conv2d_f32_backward_weights(context, &wide, x, dy, 0, result, nil)
                case (false, true): ck_conv_transpose2d_f32_backward_weights(context, &wide, x, dy, 0, result, nil)
                }
            },
        ]
    }
}
