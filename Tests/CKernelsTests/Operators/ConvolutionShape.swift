import CKernels

/// A convolution of the test table; in one dimension the heights are 1.
struct ConvolutionShape {
    enum Pass: String, CaseIterable {
        case forward
        case backwardData = "backward_data"
        case backwardWeights = "backward_weights"
    }

    var batch = 2
    var inChannels = 3
    var outChannels = 4
    var groups = 1
    /// Sizes are [height, width].
    var size: [Int]
    var kernel: [Int]
    var stride = [1, 1]
    var padding = [0, 0]
    var dilation = [1, 1]
    var outputPadding = [0, 0]
    var isTransposed = false
    var isOneDimensional = false

    func transposed(outputPadding: [Int] = [0, 0]) -> ConvolutionShape {
        var copy = self
        copy.isTransposed = true
        copy.outputPadding = outputPadding
        return copy
    }

    /// The same with the width alone.
    func flattened() -> ConvolutionShape {
        var copy = self
        copy.isOneDimensional = true
        copy.size[0] = 1
        copy.kernel[0] = 1
        copy.stride[0] = 1
        copy.padding[0] = 0
        copy.dilation[0] = 1
        copy.outputPadding[0] = 0
        return copy
    }

    var outputSize: [Int] {
        (0..<2).map { axis in
            let reach = dilation[axis] * (kernel[axis] - 1)
            if isTransposed {
                return (size[axis] - 1) * stride[axis] - 2 * padding[axis] + reach + outputPadding[axis] + 1
            }
            return (size[axis] + 2 * padding[axis] - reach - 1) / stride[axis] + 1
        }
    }

    var inputCount: Int { batch * inChannels * size[0] * size[1] }
    var outputCount: Int { batch * outChannels * outputSize[0] * outputSize[1] }
    var weightCount: Int { inChannels * outChannels / groups * kernel[0] * kernel[1] }

    /// Products behind one result of a pass, at most.
    func terms(_ pass: Pass) -> Int {
        switch pass {
        case .forward: inChannels / groups * kernel[0] * kernel[1]
        case .backwardData: outChannels / groups * kernel[0] * kernel[1]
        case .backwardWeights: batch * max(outputSize[0] * outputSize[1], size[0] * size[1])
        }
    }

    var descriptor2d: ck_conv2d_descriptor {
        ck_conv2d_descriptor(
            batch: batch.signed, in_channels: inChannels.signed, out_channels: outChannels.signed,
            groups: groups.signed, in_height: size[0].signed, in_width: size[1].signed,
            kernel_height: kernel[0].signed, kernel_width: kernel[1].signed, stride_height: stride[0].signed,
            stride_width: stride[1].signed, padding_height: padding[0].signed, padding_width: padding[1].signed,
            dilation_height: dilation[0].signed, dilation_width: dilation[1].signed,
            output_padding_height: outputPadding[0].signed, output_padding_width: outputPadding[1].signed)
    }

    var descriptor1d: ck_conv1d_descriptor {
        ck_conv1d_descriptor(
            batch: batch.signed, in_channels: inChannels.signed, out_channels: outChannels.signed,
            groups: groups.signed, in_length: size[1].signed, kernel_length: kernel[1].signed,
            stride: stride[1].signed, padding: padding[1].signed, dilation: dilation[1].signed,
            output_padding: outputPadding[1].signed)
    }

    var entryPointPrefix: String { "ck_conv\(isTransposed ? "_transpose" : "")\(isOneDimensional ? 1 : 2)d_f32_" }

    private func name(_ pass: Pass, beta: Float) -> String {
        "\(entryPointPrefix)\(pass.rawValue) batch \(batch) channels \(inChannels)->\(outChannels)/\(groups) size \(size) "
            + "kernel \(kernel) stride \(stride) padding \(padding) dilation \(dilation) "
            + "output padding \(outputPadding) beta \(beta)"
    }

    func call(
        _ pass: Pass, _ values: TestValues, beta: Float = 0, bias: Bool = true, activation: ck_activation? = nil
    ) -> KernelCase {
        let functions = functions
        let weights = Operand.input("weights", values(weightCount, 2))
        let input = Operand.input("input", values(inputCount, 1))
        let outputGradient = Operand.input("output_gradient", values(outputCount, 3))
        switch pass {
        case .forward:
            let epilogue = activation.map {
                ck_epilogue(
                    activation: values == .magnitudes || values == .integerMagnitudes ? CK_ACTIVATION_NONE : $0,
                    negative_slope: 0.5)
            }
            var operands = [input, weights, .output("output", count: outputCount)]
            if bias { operands.append(.input("bias", values(outChannels, 4), isOptional: true)) }
            return KernelCase(name(pass, beta: 0) + " activation \(activation?.rawValue ?? 0)", operands) { call in
                guard let epilogue else { return functions.forward(call, nil) }
                return call.passing(epilogue) { functions.forward(call, $0) }
            }
        case .backwardData:
            let gradient = Operand.gradient("input_gradient", values(inputCount, 5), beta: beta)
            return KernelCase(name(pass, beta: beta), [outputGradient, weights, gradient]) {
                functions.backwardData($0, beta)
            }
        case .backwardWeights:
            var operands = [
                input, outputGradient, .gradient("weight_gradient", values(weightCount, 6), beta: beta),
            ]
            if bias {
                operands.append(.gradient("bias_gradient", values(outChannels, 7), beta: beta, isOptional: true))
            }
            return KernelCase(name(pass, beta: beta), operands) { functions.backwardWeights($0, beta) }
        }
    }

    /// Whole numbers, on which all variants agree exactly but those that transform their operands.
    func exactCall(
        _ pass: Pass, beta: Float = 0, bias: Bool = true, activation: ck_activation? = nil
    ) -> KernelCase {
        call(pass, .integers, beta: beta, bias: bias, activation: activation).agreeingIfTransformed(
            .scaled(
                units: Agreement.roundings(terms: terms(pass)),
                magnitudes: call(pass, .integerMagnitudes, beta: beta, bias: bias, activation: activation)))
    }

    func randomCall(_ pass: Pass, beta: Float, activation: ck_activation? = nil) -> KernelCase {
        call(pass, .uniform, beta: beta, activation: activation).agreeing(
            .scaled(
                units: Agreement.roundings(terms: terms(pass)),
                magnitudes: call(pass, .magnitudes, beta: beta, activation: activation)))
    }

    /// Calls the entry point with this shape's descriptor, whatever it holds.
    func unchecked(_ pass: Pass, beta: Float = 1) -> (KernelCase.Call) -> ck_status {
        let functions = functions
        return { call in
            switch pass {
            case .forward: functions.forward(call, nil)
            case .backwardData: functions.backwardData(call, beta)
            case .backwardWeights: functions.backwardWeights(call, beta)
            }
        }
    }

    /// The three entry points of one of the four operators.
    private struct Functions {
        var forward: (KernelCase.Call, UnsafePointer<ck_epilogue>?) -> ck_status
        var backwardData: (KernelCase.Call, Float) -> ck_status
        var backwardWeights: (KernelCase.Call, Float) -> ck_status
    }

    private typealias Floats = UnsafePointer<Float>?
    private typealias Result = UnsafeMutablePointer<Float>?

    private static func functions<Descriptor>(
        _ descriptor: Descriptor,
        _ forward:
            @escaping (
                OpaquePointer?, UnsafePointer<Descriptor>?, UnsafePointer<ck_epilogue>?, Floats, Floats, Floats, Result
            ) -> ck_status,
        _ backwardData:
            @escaping (OpaquePointer?, UnsafePointer<Descriptor>?, Floats, Floats, Float, Result) -> ck_status,
        _ backwardWeights:
            @escaping (OpaquePointer?, UnsafePointer<Descriptor>?, Floats, Floats, Float, Result, Result) -> ck_status
    ) -> Functions {
        Functions(
            forward: { call, epilogue in
                call.passing(descriptor) {
                    forward(call.context, $0, epilogue, call["input"], call["weights"], call["bias"], call["output"])
                }
            },
            backwardData: { call, beta in
                call.passing(descriptor) {
                    backwardData(
                        call.context, $0, call["output_gradient"], call["weights"], beta, call["input_gradient"])
                }
            },
            backwardWeights: { call, beta in
                call.passing(descriptor) {
                    backwardWeights(
                        call.context, $0, call["input"], call["output_gradient"], beta, call["weight_gradient"],
                        call["bias_gradient"])
                }
            })
    }

    private var functions: Functions {
        switch (isOneDimensional, isTransposed) {
        case (false, false):
            Self.functions(
                descriptor2d, ck_conv2d_f32_forward, ck_conv2d_f32_backward_data, ck_conv2d_f32_backward_weights)
        case (false, true):
            Self.functions(
                descriptor2d, ck_conv_transpose2d_f32_forward, ck_conv_transpose2d_f32_backward_data,
                ck_conv_transpose2d_f32_backward_weights)
        case (true, false):
            Self.functions(
                descriptor1d, ck_conv1d_f32_forward, ck_conv1d_f32_backward_data, ck_conv1d_f32_backward_weights)
        case (true, true):
            Self.functions(
                descriptor1d, ck_conv_transpose1d_f32_forward, ck_conv_transpose1d_f32_backward_data,
                ck_conv_transpose1d_f32_backward_weights)
        }
    }
}
