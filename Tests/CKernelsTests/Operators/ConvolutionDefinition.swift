import CKernels

extension ConvolutionShape {
    /// Calls `body` with the flat positions of input, weight and output that meet in the operator: the sum over all of
    /// input * weight is the forward pass, and each of the backward passes sums the same products the other way round.
    func forEachProduct(_ body: (_ input: Int, _ weight: Int, _ output: Int) -> Void) {
        // Positions of the large side (input of the plain form, output of the transposed one) that lie under a
        // position of the small side.
        let (large, small) = isTransposed ? (outputSize, size) : (size, outputSize)
        let inPerGroup = inChannels / groups
        let outPerGroup = outChannels / groups
        for b in 0..<batch {
            for o in 0..<outChannels {
                let group = o / outPerGroup
                for i in group * inPerGroup..<(group + 1) * inPerGroup {
                    let filter =
                        isTransposed
                        ? i * outPerGroup + o % outPerGroup : o * inPerGroup + i % inPerGroup
                    for ky in 0..<kernel[0] {
                        for kx in 0..<kernel[1] {
                            for sy in 0..<small[0] {
                                let ly = sy * stride[0] - padding[0] + ky * dilation[0]
                                guard (0..<large[0]).contains(ly) else { continue }
                                for sx in 0..<small[1] {
                                    let lx = sx * stride[1] - padding[1] + kx * dilation[1]
                                    guard (0..<large[1]).contains(lx) else { continue }
                                    let (iy, ix, oy, ox) = isTransposed ? (sy, sx, ly, lx) : (ly, lx, sy, sx)
                                    body(
                                        ((b * inChannels + i) * size[0] + iy) * size[1] + ix,
                                        (filter * kernel[0] + ky) * kernel[1] + kx,
                                        ((b * outChannels + o) * outputSize[0] + oy) * outputSize[1] + ox)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    func definitions(activation: ck_activation? = nil) -> [Definition] {
        let planeCount = outputSize[0] * outputSize[1]
        return Pass.allCases.flatMap { pass -> [Definition] in
            let call = call(pass, .uniform, beta: pass == .forward ? 0 : 1, activation: activation)
            let operand = { (name: String) in
                call.operands.first { $0.name == name }?.words.floats.map(Double.init) ?? []
            }
            func define(_ name: String, _ sums: Sums, activation: ck_activation = CK_ACTIVATION_NONE) -> Definition {
                Definition(
                    call, name, sums.values.map { activated($0, activation, slope: 0.5) },
                    magnitudes: sums.magnitudes.map { $0 + 1 }, units: Double(Agreement.roundings(terms: terms(pass))))
            }
            switch pass {
            case .forward:
                let (input, weights, bias) = (operand("input"), operand("weights"), operand("bias"))
                var sums = Sums((0..<outputCount).map { bias[$0 / planeCount % outChannels] })
                forEachProduct { i, w, o in sums.add(input[i] * weights[w], at: o) }
                return [define("output", sums, activation: activation ?? CK_ACTIVATION_NONE)]
            case .backwardData:
                let (gradient, weights) = (operand("output_gradient"), operand("weights"))
                var sums = Sums(operand("input_gradient"))
                forEachProduct { i, w, o in sums.add(gradient[o] * weights[w], at: i) }
                return [define("input_gradient", sums)]
            case .backwardWeights:
                let (gradient, input) = (operand("output_gradient"), operand("input"))
                var sums = Sums(operand("weight_gradient"))
                forEachProduct { i, w, o in sums.add(gradient[o] * input[i], at: w) }
                var biasSums = Sums(operand("bias_gradient"))
                for index in gradient.indices {
                    biasSums.add(gradient[index], at: index / planeCount % outChannels)
                }
                return [define("weight_gradient", sums), define("bias_gradient", biasSums)]
            }
        }
    }
}

/// Sums in double precision, with the sums of the absolute values of their terms.
struct Sums {
    var values: [Double]
    var magnitudes: [Double]

    init(_ initial: [Double]) {
        values = initial
        magnitudes = initial.map { abs($0) }
    }

    init(count: Int) { self.init([Double](repeating: 0, count: count)) }

    mutating func add(_ term: Double, at index: Int) {
        values[index] += term
        magnitudes[index] += abs(term)
    }
}
