import CKernels

/// A convolution in one dimension whose output gradient has one position for each example and channel.
struct SparseConvolutionShape {
    var batch = 2
    var inputs = 6
    var outputs = 4
    var groups = 1
    var length = 9
    var kernel = 3
    var stride = 1
    var padding = 0
    var dilation = 1
    /// Added to every position, to leave the output.
    var shift = 0

    static let entryPointPrefix = "ck_conv1d_sparse_f32_backward_"

    var outLength: Int { (length + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1 }
    var inputCount: Int { batch * inputs * length }
    var weightCount: Int { outputs * inputs / groups * kernel }
    var valueCount: Int { batch * outputs }
    /// From the first to the last.
    var positions: [Int32] { (0..<valueCount).map { Int32(($0 * 5 + outLength - 1) % outLength + shift) } }

    private var descriptor: ck_conv1d_descriptor {
        ck_conv1d_descriptor(
            batch: batch.signed, in_channels: inputs.signed, out_channels: outputs.signed, groups: groups.signed,
            in_length: length.signed, kernel_length: kernel.signed, stride: stride.signed, padding: padding.signed,
            dilation: dilation.signed, output_padding: 0)
    }

    private func name(_ pass: String) -> String {
        "\(Self.entryPointPrefix)\(pass) \(batch)x\(inputs)x\(length) to \(outputs), kernel \(kernel) stride \(stride) "
            + "padding \(padding) dilation \(dilation) groups \(groups)"
    }

    func runData(_ call: KernelCase.Call, beta: Float) -> ck_status {
        call.passing(descriptor) {
            ck_conv1d_sparse_f32_backward_data(
                call.context, $0, call["values"], call.integers("positions"), call["weights"], beta,
                call["input_gradient"])
        }
    }

    func runWeights(_ call: KernelCase.Call, beta: Float) -> ck_status {
        call.passing(descriptor) {
            ck_conv1d_sparse_f32_backward_weights(
                call.context, $0, call["input"], call["values"], call.integers("positions"), beta,
                call["weight_gradient"], call["bias_gradient"])
        }
    }

    /// Some of the values are 0, as behind a ReLU.
    private func sparseValues(_ values: TestValues) -> [Float] {
        values(valueCount, 2).enumerated().map { $0.offset % 5 == 3 ? 0 : $0.element }
    }

    func data(_ values: TestValues, beta: Float) -> KernelCase {
        KernelCase(
            name("data beta \(beta)"),
            [
                .input("values", sparseValues(values)), .integers("positions", positions),
                .input("weights", values(weightCount, 4)),
                .gradient("input_gradient", values(inputCount, 3), beta: beta),
            ]
        ) { runData($0, beta: beta) }
    }

    func weights(_ values: TestValues, beta: Float) -> KernelCase {
        KernelCase(
            name("weights beta \(beta)"),
            [
                .input("input", values(inputCount, 1)), .input("values", sparseValues(values)),
                .integers("positions", positions), .gradient("weight_gradient", values(weightCount, 5), beta: beta),
                .gradient("bias_gradient", values(outputs, 6), beta: beta, isOptional: true),
            ]
        ) { runWeights($0, beta: beta) }
    }

    var definitions: [Definition] {
        let input = TestValues.uniform(inputCount, 1).map(Double.init)
        let values = sparseValues(.uniform).map(Double.init)
        let filters = TestValues.uniform(weightCount, 4).map(Double.init)
        var inputSums = Sums(TestValues.uniform(inputCount, 3).map(Double.init))
        var weightSums = Sums(TestValues.uniform(weightCount, 5).map(Double.init))
        var biasSums = Sums(TestValues.uniform(outputs, 6).map(Double.init))
        let channels = inputs / groups
        for n in 0..<batch {
            for o in 0..<outputs {
                let (value, position) = (values[n * outputs + o], Int(positions[n * outputs + o]))
                biasSums.add(value, at: o)
                for c in 0..<channels {
                    for k in 0..<kernel {
                        let place = position * stride - padding + k * dilation
                        guard (0..<length).contains(place) else { continue }
                        let channel = o / (outputs / groups) * channels + c
                        let (source, tap) = ((n * inputs + channel) * length + place, (o * channels + c) * kernel + k)
                        inputSums.add(value * filters[tap], at: source)
                        weightSums.add(value * input[source], at: tap)
                    }
                }
            }
        }
        func definition(_ call: KernelCase, _ output: String, _ sums: Sums, terms: Int) -> Definition {
            Definition(
                call, output, sums.values, magnitudes: sums.magnitudes,
                units: Double(Agreement.roundings(terms: terms)))
        }
        let weights = weights(.uniform, beta: 1)
        return [
            definition(data(.uniform, beta: 1), "input_gradient", inputSums, terms: outputs * kernel + 1),
            definition(weights, "weight_gradient", weightSums, terms: batch + 1),
            definition(weights, "bias_gradient", biasSums, terms: batch + 1),
        ]
    }
}

enum SparseConv1dCases: OperatorCases {
    static let operatorName = "conv1d_sparse"

    private static let shapes: [SparseConvolutionShape] = [
        SparseConvolutionShape(),
        SparseConvolutionShape(batch: 0),
        SparseConvolutionShape(inputs: 1, outputs: 1, length: 1, kernel: 1),
        SparseConvolutionShape(inputs: 8, kernel: 4, padding: 2),
        SparseConvolutionShape(inputs: 17, outputs: 5, length: 12, kernel: 5, stride: 2, padding: 4),
        SparseConvolutionShape(inputs: 9, outputs: 6, groups: 3, length: 11, kernel: 2, padding: 1),
        SparseConvolutionShape(inputs: 5, length: 13, kernel: 3, padding: 3, dilation: 3),
        SparseConvolutionShape(inputs: 33, outputs: 2, groups: 1, length: 7, kernel: 7, padding: 3),
        SparseConvolutionShape(inputs: 12, outputs: 8, groups: 4, length: 10, kernel: 3, stride: 2, dilation: 2),
        // Enough work to be split among threads.
        SparseConvolutionShape(batch: 9, inputs: 70, outputs: 30, length: 40, kernel: 5),
    ]

    static var exactCases: [KernelCase] {
        shapes.flatMap { shape in
            [0, 1].flatMap { (beta: Float) in
                [shape.data(.integers, beta: beta), shape.weights(.integers, beta: beta)]
            }
        }
    }

    static var randomCases: [KernelCase] {
        shapes.flatMap { shape in
            [0, 1].flatMap { (beta: Float) in
                [
                    shape.data(.uniform, beta: beta).agreeing(
                        .scaled(
                            units: Agreement.roundings(terms: shape.outputs * shape.kernel + 1),
                            magnitudes: shape.data(.magnitudes, beta: beta))),
                    shape.weights(.uniform, beta: beta).agreeing(
                        .scaled(
                            units: Agreement.roundings(terms: shape.batch + 1),
                            magnitudes: shape.weights(.magnitudes, beta: beta))),
                ]
            }
        }
    }

    static var definitions: [Definition] { shapes.filter { $0.inputCount < 10_000 }.flatMap(\.definitions) }

    private static let small = SparseConvolutionShape(inputs: 4, outputs: 2, length: 6)

    static var entryPoints: [KernelCase] { [small.data(.uniform, beta: 0), small.weights(.uniform, beta: 0)] }

    static var errors: [ErrorCase] {
        let changes: [(String, (inout SparseConvolutionShape) -> Void)] = [
            ("batch", { $0.batch = -1 }), ("in_channels", { $0.inputs = -4 }), ("groups", { $0.groups = 3 }),
            ("kernel_length", { $0.kernel = 7 }), ("stride", { $0.stride = 0 }), ("padding", { $0.padding = -1 }),
            ("dilation", { $0.dilation = 0 }), ("", { $0.batch = .max / 2 }),
        ]
        func broken(_ shape: SparseConvolutionShape, beta: Float, _ mention: String) -> [ErrorCase] {
            var (data, weights) = (small.data(.uniform, beta: 1), small.weights(.uniform, beta: 1))
            data.run = { shape.runData($0, beta: beta) }
            weights.run = { shape.runWeights($0, beta: beta) }
            return [data, weights].map { call in
                var call = call
                call.name += " with a bad \(mention)"
                return ErrorCase(call, mentions: SparseConvolutionShape.entryPointPrefix, mention)
            }
        }
        var (behind, before) = (small, small)
        behind.shift = 1
        before.shift = -1
        let positions = [(behind, "is 4, expected 0 ... 3"), (before, "is -1, expected 0 ... 3")].flatMap {
            shape, mention in
            [shape.data(.uniform, beta: 1), shape.weights(.uniform, beta: 1)].map {
                ErrorCase($0, mentions: SparseConvolutionShape.entryPointPrefix, mention)
            }
        }
        return changes.flatMap { mention, change -> [ErrorCase] in
            var shape = small
            change(&shape)
            return broken(shape, beta: 1, mention)
        } + broken(small, beta: 0.5, "beta") + positions
    }
}
