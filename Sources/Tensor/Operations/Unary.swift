import CKernels

// A function of each element: the kernel and the derivative, which is written in tensor operations. Functions that training
// uses most also have their derivative as a kernel, for gradients that are not differentiated again.

extension Tensor {
    /// -x of each element.
    public static prefix func - (tensor: Tensor) -> Tensor {
        Tape.record(tensor.unary(CK_UNARY_NEGATE, 0, "negate"), from: [tensor]) { [-$0] }
    }

    /// |x| of each element; the derivative at 0 is 0.
    public func abs() -> Tensor { fromInput(CK_UNARY_ABS) { $0.slopes(CK_UNARY_ABS) } }

    /// The square of each element.
    public func squared() -> Tensor { fromInput(CK_UNARY_SQUARE) { $0 * 2 } }

    /// The square root of each element.
    public func sqrt() -> Tensor { fromOutput(CK_UNARY_SQRT) { 0.5 / $0 } }

    /// 1 / x of each element.
    public func reciprocal() -> Tensor { fromOutput(CK_UNARY_RECIPROCAL) { -$0.squared() } }

    /// e to the power of each element.
    public func exp() -> Tensor { fromOutput(CK_UNARY_EXP) { $0 } }

    /// The natural logarithm of each element.
    public func log() -> Tensor { fromInput(CK_UNARY_LOG) { $0.reciprocal() } }

    /// max(x, 0) of each element; the derivative at 0 is 0.
    public func relu() -> Tensor {
        Tape.record(unary(CK_UNARY_RELU), from: [self]) { [$1.reluOutputGradient($0)] }
    }

    /// x if x > 0, else slope * x, of each element.
    public func leakyRelu(slope: Float = 0.01) -> Tensor {
        // A positive slope keeps the sign, so that the output tells which side of 0 the input is on.
        let kept = slope > 0 ? nil : self
        return Tape.record(unary(CK_UNARY_LEAKY_RELU, slope), from: [self]) { gradient, output in
            [(kept ?? output).leakyReluOutputGradient(gradient, slope: slope)]
        }
    }

    /// 1 / (1 + exp(-x)) of each element.
    public func sigmoid() -> Tensor {
        Tape.record(unary(CK_UNARY_SIGMOID), from: [self]) { [$1.sigmoidOutputGradient($0)] }
    }

    /// The hyperbolic tangent of each element.
    public func tanh() -> Tensor {
        Tape.record(unary(CK_UNARY_TANH), from: [self]) { [$1.tanhOutputGradient($0)] }
    }

    /// log(1 + exp(x)) of each element, without overflow.
    public func softplus() -> Tensor { fromInput(CK_UNARY_SOFTPLUS) { $0.sigmoid() } }

    /// x / (1 + exp(-x)) of each element (Elfwing et al. 2018).
    public func silu() -> Tensor {
        fromInput(CK_UNARY_SILU) { x in
            let sigmoid = x.sigmoid()
            return sigmoid * (1 + x * (1 - sigmoid))
        }
    }

    /// x * P(x) of each element, where P is the distribution function of the standard normal distribution (Hendrycks and
    /// Gimpel 2016), or its `approximation`.
    public func gelu(_ approximation: GELUApproximation = .none) -> Tensor {
        approximation == .none
            ? fromInput(CK_UNARY_GELU) { x in
                let distribution = ((x * Float(0.5).squareRoot()).erf() + 1) * 0.5
                return distribution + x * (x.squared() * -0.5).exp() * (0.5 / Float.pi).squareRoot()
            }
            : fromInput(CK_UNARY_GELU_TANH) { x in
                let factor: Float = (2 / Float.pi).squareRoot()
                let tanh = ((x + x * x * x * 0.044715) * factor).tanh()
                return (1 + tanh + x * (1 - tanh.squared()) * (1 + x.squared() * 0.134145) * factor) * 0.5
            }
    }
}

// The gradients of activations at their input from those of their output, by the output: other operators apply them, too.
extension Tensor {
    func reluOutputGradient(_ gradient: Tensor) -> Tensor {
        unaryGradient(CK_UNARY_RELU, 0, "relu", gradient) { $0.slopes(CK_UNARY_RELU, 0, "relu") }
    }

    func leakyReluOutputGradient(_ gradient: Tensor, slope: Float) -> Tensor {
        unaryGradient(CK_UNARY_LEAKY_RELU, slope, "leakyRelu", gradient) {
            $0.slopes(CK_UNARY_LEAKY_RELU, slope, "leakyRelu")
        }
    }

    func sigmoidOutputGradient(_ gradient: Tensor) -> Tensor {
        unaryGradient(CK_UNARY_SIGMOID, 0, "sigmoid", gradient) { $0 * (1 - $0) }
    }

    func tanhOutputGradient(_ gradient: Tensor) -> Tensor {
        unaryGradient(CK_UNARY_TANH, 0, "tanh", gradient) { 1 - $0.squared() }
    }
}

/// How GELU takes the distribution function of the standard normal distribution.
public enum GELUApproximation: Sendable {
    /// As it is, (1 + erf(x / sqrt(2))) / 2.
    case none
    /// (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2, which is off by at most 5e-4.
    case tanh
}

extension Tensor {
    /// A function whose derivative follows from its input.
    func fromInput(
        _ code: ck_unary_operation, _ parameter: Float = 0, _ name: StaticString = #function,
        _ derivative: @escaping (Tensor) -> Tensor
    ) -> Tensor {
        Tape.record(unary(code, parameter, name), from: [self]) { [self] gradient in
            [unaryGradient(code, parameter, name, gradient, derivative)]
        }
    }

    /// A function whose derivative follows from its output, so that the input can be freed.
    func fromOutput(
        _ code: ck_unary_operation, _ parameter: Float = 0, _ name: StaticString = #function,
        _ derivative: @escaping (Tensor) -> Tensor
    ) -> Tensor {
        Tape.record(unary(code, parameter, name), from: [self]) { gradient, output in
            [output.unaryGradient(code, parameter, name, gradient, derivative)]
        }
    }

    func unary(_ code: ck_unary_operation, _ parameter: Float = 0, _ name: StaticString = #function) -> Tensor {
        var work: KernelWork { KernelWork(Self.name(name), reads: [shape]) }
        return Tensor.filled(shape, in: context, work) { context, output in
            ck_unary_f32_forward(context, code, parameter, count64, base, output)
        }
    }

    /// The gradient at the input from that of the output; this tensor is the one that the derivative follows from. A kernel
    /// computes it, unless it is differentiated again.
    func unaryGradient(
        _ code: ck_unary_operation, _ parameter: Float, _ name: StaticString, _ gradient: Tensor,
        _ derivative: (Tensor) -> Tensor
    ) -> Tensor {
        if isTracked || gradient.isTracked { return gradient * derivative(self) }
        return unaryGradient(code, parameter, name, gradient)
    }

    private func unaryGradient(
        _ code: ck_unary_operation, _ parameter: Float, _ name: StaticString, _ gradient: Tensor
    ) -> Tensor {
        // The kernel takes input and output but reads only the one that its derivative is written in, or, for the two
        // kinds of ReLU, only a sign, which they share.
        var work: KernelWork { KernelWork("\(Self.name(name)) gradient", reads: [shape, shape]) }
        return Tensor.filled(shape, in: context, work) { context, inputGradient in
            ck_unary_f32_backward(context, code, parameter, count64, base, base, gradient.base, 0, inputGradient)
        }
    }

    /// The derivative of a function that is linear on both sides of 0: a constant.
    func slopes(
        _ code: ck_unary_operation, _ parameter: Float = 0, _ name: StaticString = #function
    ) -> Tensor {
        detached.unaryGradient(code, parameter, name, .ones(shape, in: context))
    }

    /// "relu" of "relu()".
    private static func name(_ function: StaticString) -> String {
        String("\(function)".prefix { $0 != "(" })
    }
}
