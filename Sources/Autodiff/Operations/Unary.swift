import SwiftletTensor

extension Variable {
    /// The operation applied to each element. Its gradient comes from the output where that suffices, so that the input
    /// can be freed.
    public func applying(_ operation: UnaryOperation) -> Variable {
        let output = value.applying(operation)
        let kept = operation.isDifferentiableFromOutput ? output : value
        return Tape.record(output, from: [self]) { outputGradient in
            [operation.gradient(at: kept, outputGradient: outputGradient)]
        }
    }

    /// -x of each element.
    public static prefix func - (variable: Variable) -> Variable {
        Tape.record(-variable.value, from: [variable]) { [-$0] }
    }

    /// |x| of each element; the derivative at 0 is 0.
    public func absolute() -> Variable { applying(.absolute) }

    /// The square of each element.
    public func squared() -> Variable { applying(.square) }

    /// The square root of each element.
    public func squareRoot() -> Variable { applying(.squareRoot) }

    /// 1 / x of each element.
    public func reciprocal() -> Variable { applying(.reciprocal) }

    /// e to the power of each element.
    public func exponential() -> Variable { applying(.exponential) }

    /// The natural logarithm of each element.
    public func logarithm() -> Variable { applying(.logarithm) }

    /// max(x, 0) of each element; the derivative at 0 is 0.
    public func relu() -> Variable { applying(.relu) }

    /// x if x > 0, else slope * x, of each element.
    public func leakyRelu(slope: Float) -> Variable { applying(.leakyRelu(slope: slope)) }

    /// 1 / (1 + exp(-x)) of each element.
    public func sigmoid() -> Variable { applying(.sigmoid) }

    /// The hyperbolic tangent of each element.
    public func tanh() -> Variable { applying(.tanh) }

    /// log(1 + exp(x)) of each element.
    public func softplus() -> Variable { applying(.softplus) }

    /// x / (1 + exp(-x)) of each element (Elfwing et al. 2018).
    public func silu() -> Variable { applying(.silu) }

    /// x * P(x) of each element, where P is the distribution function of the standard normal distribution (Hendrycks and
    /// Gimpel 2016), or its `approximation`.
    public func gelu(_ approximation: GELUApproximation = .none) -> Variable {
        applying(approximation == .none ? .gelu : .geluTanh)
    }

    /// The larger of each element and a constant.
    public func maximum(_ constant: Float) -> Variable {
        let output = value.maximum(constant)
        return Tape.record(output, from: [self]) { outputGradient in
            // max(x, c) = c + relu(x - c), and the output shows on which side of the kink x lies.
            [UnaryOperation.relu.gradient(at: output - constant, outputGradient: outputGradient)]
        }
    }

    /// The smaller of each element and a constant.
    public func minimum(_ constant: Float) -> Variable {
        let output = value.minimum(constant)
        return Tape.record(output, from: [self]) { outputGradient in
            // min(x, c) = c - relu(c - x): the two signs cancel.
            [UnaryOperation.relu.gradient(at: constant - output, outputGradient: outputGradient)]
        }
    }
}
