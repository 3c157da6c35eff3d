import CKernels

/// A pooling window of the test table; in one dimension the heights are 1.
struct PoolShape {
    var batch = 2
    var channels = 3
    /// Sizes are [height, width].
    var size: [Int]
    var kernel: [Int]
    var stride: [Int]
    var padding = [0, 0]
    var dilation = [1, 1]
    var includesPadding = false
    var isMaximum = true
    var isOneDimensional = false

    func average(includesPadding: Bool) -> PoolShape {
        var copy = self
        copy.isMaximum = false
        copy.dilation = [1, 1]
        copy.includesPadding = includesPadding
        return copy
    }

    func flattened() -> PoolShape {
        var copy = self
        copy.isOneDimensional = true
        copy.size[0] = 1
        copy.kernel[0] = 1
        copy.stride[0] = 1
        copy.padding[0] = 0
        copy.dilation[0] = 1
        return copy
    }

    var outputSize: [Int] {
        (0..<2).map { (size[$0] + 2 * padding[$0] - dilation[$0] * (kernel[$0] - 1) - 1) / stride[$0] + 1 }
    }
    var planes: Int { batch * channels }
    var inputCount: Int { planes * size[0] * size[1] }
    var outputCount: Int { planes * outputSize[0] * outputSize[1] }

    /// Whether every average divides by a power of two, so that whole numbers stay exact.
    var dividesExactly: Bool {
        let area = kernel[0] * kernel[1]
        return area & (area - 1) == 0 && (padding == [0, 0] || includesPadding)
    }

    var descriptor2d: ck_pool2d_descriptor {
        ck_pool2d_descriptor(
            batch: batch.signed, channels: channels.signed, in_height: size[0].signed, in_width: size[1].signed,
            kernel_height: kernel[0].signed, kernel_width: kernel[1].signed, stride_height: stride[0].signed,
            stride_width: stride[1].signed, padding_height: padding[0].signed, padding_width: padding[1].signed,
            dilation_height: dilation[0].signed, dilation_width: dilation[1].signed,
            count_include_padding: includesPadding)
    }

    var descriptor1d: ck_pool1d_descriptor {
        ck_pool1d_descriptor(
            batch: batch.signed, channels: channels.signed, in_length: size[1].signed,
            kernel_length: kernel[1].signed, stride: stride[1].signed, padding: padding[1].signed,
            dilation: dilation[1].signed, count_include_padding: includesPadding)
    }

    var entryPointPrefix: String { "ck_\(isMaximum ? "max" : "average")_pool\(isOneDimensional ? 1 : 2)d_f32_" }

    private func name(_ pass: String) -> String {
        "\(entryPointPrefix)\(pass) batch \(batch) channels \(channels) size \(size) kernel \(kernel) stride \(stride) "
            + "padding \(padding) dilation \(dilation) includes padding \(includesPadding)"
    }

    /// Calls the forward entry point with this shape's descriptor, whatever it holds.
    func runForward(_ call: KernelCase.Call) -> ck_status {
        let (input, output, indices) = (call["input"], call["output"], call.integers("indices"))
        return switch (isMaximum, isOneDimensional) {
        case (true, true):
            call.passing(descriptor1d) { ck_max_pool1d_f32_forward(call.context, $0, input, output, indices) }
        case (true, false):
            call.passing(descriptor2d) { ck_max_pool2d_f32_forward(call.context, $0, input, output, indices) }
        case (false, true):
            call.passing(descriptor1d) { ck_average_pool1d_f32_forward(call.context, $0, input, output) }
        case (false, false):
            call.passing(descriptor2d) { ck_average_pool2d_f32_forward(call.context, $0, input, output) }
        }
    }

    func runBackward(_ call: KernelCase.Call, beta: Float) -> ck_status {
        let (gradient, result, indices) = (call["output_gradient"], call["input_gradient"], call.integers("indices"))
        return switch (isMaximum, isOneDimensional) {
        case (true, true):
            call.passing(descriptor1d) {
                ck_max_pool1d_f32_backward(call.context, $0, gradient, indices, beta, result)
            }
        case (true, false):
            call.passing(descriptor2d) {
                ck_max_pool2d_f32_backward(call.context, $0, gradient, indices, beta, result)
            }
        case (false, true):
            call.passing(descriptor1d) { ck_average_pool1d_f32_backward(call.context, $0, gradient, beta, result) }
        case (false, false):
            call.passing(descriptor2d) { ck_average_pool2d_f32_backward(call.context, $0, gradient, beta, result) }
        }
    }

    func forward(_ values: TestValues) -> KernelCase {
        var operands = [Operand.input("input", values(inputCount, 1)), .output("output", count: outputCount)]
        if isMaximum { operands.append(.output("indices", count: outputCount, element: .integer)) }
        return KernelCase(name("forward"), operands, run: runForward)
    }

    func backward(_ values: TestValues, beta: Float) -> KernelCase {
        var operands = [
            Operand.input("output_gradient", values(outputCount, 2)),
            .gradient("input_gradient", values(inputCount, 3), beta: beta),
        ]
        if isMaximum { operands.append(.integers("indices", maxima(values(inputCount, 1)).map(Int32.init))) }
        return KernelCase(name("backward beta \(beta)"), operands) { runBackward($0, beta: beta) }
    }

    /// Calls `body` for each output with the positions under its window, in order: flat in the whole input.
    func forEachWindow(_ body: (_ output: Int, _ plane: Int, _ inputs: [Int]) -> Void) {
        var output = 0
        for plane in 0..<planes {
            for y in 0..<outputSize[0] {
                let rows = (0..<kernel[0]).map { y * stride[0] - padding[0] + $0 * dilation[0] }
                for x in 0..<outputSize[1] {
                    var inputs: [Int] = []
                    for row in rows where row >= 0 && row < size[0] {
                        for tap in 0..<kernel[1] {
                            let column = x * stride[1] - padding[1] + tap * dilation[1]
                            if column >= 0 && column < size[1] {
                                inputs.append((plane * size[0] + row) * size[1] + column)
                            }
                        }
                    }
                    body(output, plane, inputs)
                    output += 1
                }
            }
        }
    }

    /// Position of each window's maximum within its plane; -1 for a window that lies in the padding.
    func maxima(_ input: [Float]) -> [Int] {
        var positions = [Int](repeating: -1, count: outputCount)
        forEachWindow { output, plane, inputs in
            guard var best = inputs.first else { return }
            for position in inputs where input[position] > input[best] { best = position }
            positions[output] = best - plane * size[0] * size[1]
        }
        return positions
    }

    var definitions: [Definition] {
        let values = TestValues.uniform
        let input = values(inputCount, 1)
        let gradient = values(outputCount, 2).map(Double.init)
        var backwardSums = Sums(values(inputCount, 3).map(Double.init))
        var result = [Double](repeating: 0, count: outputCount)
        let maxima = isMaximum ? maxima(input) : []
        forEachWindow { output, plane, inputs in
            if isMaximum, inputs.isEmpty {
                result[output] = -.infinity
            } else if isMaximum {
                let position = plane * size[0] * size[1] + maxima[output]
                result[output] = Double(input[position])
                backwardSums.add(gradient[output], at: position)
            } else {
                let divisor = Double(includesPadding ? kernel[0] * kernel[1] : inputs.count)
                result[output] = inputs.reduce(0) { $0 + Double(input[$1]) } / divisor
                for position in inputs { backwardSums.add(gradient[output] / divisor, at: position) }
            }
        }
        let units = Double(Agreement.roundings(terms: kernel[0] * kernel[1]))
        let ones = [Double](repeating: 1, count: outputCount)
        var definitions = [
            Definition(forward(values), "output", result, magnitudes: ones, units: isMaximum ? 0 : units),
            Definition(
                backward(values, beta: 1), "input_gradient", backwardSums.values,
                magnitudes: backwardSums.magnitudes, units: units),
        ]
        if isMaximum {
            definitions.append(
                Definition(forward(values), "indices", maxima.map(Double.init), magnitudes: ones, units: 0))
        }
        return definitions
    }
}
