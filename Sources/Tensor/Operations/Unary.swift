import CKernels

/// A function of each element.
public enum UnaryOperation: Equatable, Sendable {
    /// -x.
    case negate
    /// |x|.
    case absolute
    /// x * x.
    case square
    /// The square root.
    case squareRoot
    /// 1 / x.
    case reciprocal
    /// e to the x.
    case exponential
    /// The natural logarithm.
    case logarithm
    /// max(x, 0).
    case relu
    /// x if x > 0, else slope * x.
    case leakyRelu(slope: Float)
    /// 1 / (1 + exp(-x)).
    case sigmoid
    /// The hyperbolic tangent.
    case tanh
    /// log(1 + exp(x)), without overflow.
    case softplus
    /// x / (1 + exp(-x)).
    case silu
    /// x * P(x), P being the distribution function of the standard normal distribution.
    case gelu
    /// The same with the approximation of P by a hyperbolic tangent.
    case geluTanh

    /// Whether the derivative follows from the function's value, so that the backward pass need not keep the input.
    public var isDifferentiableFromOutput: Bool {
        switch self {
        case .squareRoot, .reciprocal, .exponential, .relu, .sigmoid, .tanh: return true
        case .leakyRelu(let slope): return slope > 0
        case .negate, .absolute, .square, .logarithm, .softplus, .silu, .gelu, .geluTanh: return false
        }
    }

    private var code: ck_unary_operation {
        switch self {
        case .negate: return CK_UNARY_NEGATE
        case .absolute: return CK_UNARY_ABSOLUTE
        case .square: return CK_UNARY_SQUARE
        case .squareRoot: return CK_UNARY_SQUARE_ROOT
        case .reciprocal: return CK_UNARY_RECIPROCAL
        case .exponential: return CK_UNARY_EXPONENTIAL
        case .logarithm: return CK_UNARY_LOGARITHM
        case .relu: return CK_UNARY_RELU
        case .leakyRelu: return CK_UNARY_LEAKY_RELU
        case .sigmoid: return CK_UNARY_SIGMOID
        case .tanh: return CK_UNARY_TANH
        case .softplus: return CK_UNARY_SOFTPLUS
        case .silu: return CK_UNARY_SILU
        case .gelu: return CK_UNARY_GELU
        case .geluTanh: return CK_UNARY_GELU_TANH
        }
    }

    private var name: String {
        if case .leakyRelu = self { return "leakyRelu" }
        return "\(self)"
    }

    private var parameter: Float {
        if case .leakyRelu(let slope) = self { return slope }
        return 0
    }

    /// The gradient at the input from the gradient at the output, both of the shape of `kept`: the function's output if the
    /// operation `isDifferentiableFromOutput`, else its input.
    public func gradient(at kept: Tensor, outputGradient: Tensor) -> Tensor {
        require(
            kept.shape == outputGradient.shape,
            "\(self): a gradient of shape \(outputGradient.shape) for a value of shape \(kept.shape)")
        // The kernel takes input and output but reads only the one that its derivative is written in, or, for the two
        // kinds of ReLU, only a sign, which they share.
        var work: KernelWork { KernelWork("\(name) gradient", reads: [kept.shape, kept.shape]) }
        return Tensor.filled(kept.shape, in: kept.context, work) { context, inputGradient in
            ck_unary_f32_backward(
                context, code, parameter, kept.count64, kept.base, kept.base, outputGradient.base, 0, inputGradient)
        }
    }

    func apply(_ input: Tensor) -> Tensor {
        Tensor.filled(input.shape, in: input.context, KernelWork(name, reads: [input.shape])) { context, output in
            ck_unary_f32_forward(context, code, parameter, input.count64, input.base, output)
        }
    }

    func apply(inPlace tensor: inout Tensor) {
        guard tensor.isUnique else {
            tensor = apply(tensor)
            return
        }
        let elements = tensor.mutableBase
        let shape = tensor.shape
        tensor.context.run(KernelWork(name, reads: [shape], writes: [shape])) { context in
            ck_unary_f32_forward(context, code, parameter, Int64(shape.count), elements, elements)
        }
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
    /// The operation applied to each element.
    public func applying(_ operation: UnaryOperation) -> Tensor { operation.apply(self) }

    /// Applies the operation to each element, in place if nobody shares the tensor.
    public mutating func apply(_ operation: UnaryOperation) { operation.apply(inPlace: &self) }

    /// -x of each element.
    public func negated() -> Tensor { applying(.negate) }

    /// |x| of each element.
    public func absolute() -> Tensor { applying(.absolute) }

    /// The square of each element.
    public func squared() -> Tensor { applying(.square) }

    /// The square root of each element.
    public func squareRoot() -> Tensor { applying(.squareRoot) }

    /// 1 / x of each element.
    public func reciprocal() -> Tensor { applying(.reciprocal) }

    /// e to the power of each element.
    public func exponential() -> Tensor { applying(.exponential) }

    /// The natural logarithm of each element.
    public func logarithm() -> Tensor { applying(.logarithm) }

    /// max(x, 0) of each element.
    public func relu() -> Tensor { applying(.relu) }

    /// x if x > 0, else slope * x, of each element.
    public func leakyRelu(slope: Float) -> Tensor { applying(.leakyRelu(slope: slope)) }

    /// 1 / (1 + exp(-x)) of each element.
    public func sigmoid() -> Tensor { applying(.sigmoid) }

    /// The hyperbolic tangent of each element.
    public func tanh() -> Tensor { applying(.tanh) }

    /// log(1 + exp(x)) of each element.
    public func softplus() -> Tensor { applying(.softplus) }

    /// x / (1 + exp(-x)) of each element (Elfwing et al. 2018).
    public func silu() -> Tensor { applying(.silu) }

    /// x * P(x) of each element, where P is the distribution function of the standard normal distribution (Hendrycks and
    /// Gimpel 2016), or its `approximation`.
    public func gelu(_ approximation: GELUApproximation = .none) -> Tensor {
        applying(approximation == .none ? .gelu : .geluTanh)
    }
}
