import CKernels

// Functions of each element that training seldom uses; derivatives as in Unary.swift.

extension Tensor {
    /// The sine of each element, in radians.
    public func sin() -> Tensor { fromInput(CK_UNARY_SIN) { $0.cos() } }

    /// The cosine of each element, in radians.
    public func cos() -> Tensor { fromInput(CK_UNARY_COS) { -$0.sin() } }

    /// The tangent of each element, in radians.
    public func tan() -> Tensor { fromOutput(CK_UNARY_TAN) { 1 + $0.squared() } }

    /// log(1 + x) of each element, exact near 0.
    public func log1p() -> Tensor { fromInput(CK_UNARY_LOG1P) { ($0 + 1).reciprocal() } }

    /// exp(x) - 1 of each element, exact near 0.
    public func expm1() -> Tensor { fromOutput(CK_UNARY_EXPM1) { $0 + 1 } }

    /// 1 / sqrt(x) of each element.
    public func rsqrt() -> Tensor { fromOutput(CK_UNARY_RSQRT) { $0 * $0.squared() * -0.5 } }

    /// The error function of each element, 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x.
    public func erf() -> Tensor {
        fromInput(CK_UNARY_ERF) { ($0.squared() * -1).exp() * (2 / Float.pi.squareRoot()) }
    }

    /// x if x > 0, else alpha * (exp(x) - 1), of each element (Clevert et al. 2016). `alpha` may not be negative.
    public func elu(alpha: Float = 1) -> Tensor {
        // So the output has the sign of the input, and the derivative follows from it.
        require(alpha >= 0, "elu: expected an alpha of at least 0, got \(alpha)")
        return fromOutput(CK_UNARY_ELU, alpha) { Tensor.where($0.detached .> 0, 1, $0 + alpha) }
    }

    /// -1, 0 or 1 by the sign of each element; no gradient flows.
    public func sign() -> Tensor { unary(CK_UNARY_SIGN).on(tape) }

    /// Each element rounded down to an integer; no gradient flows.
    public func floor() -> Tensor { unary(CK_UNARY_FLOOR).on(tape) }

    /// Each element rounded up to an integer; no gradient flows.
    public func ceil() -> Tensor { unary(CK_UNARY_CEIL).on(tape) }

    /// Each element rounded to the nearest integer, the even one of two; no gradient flows.
    public func round() -> Tensor { unary(CK_UNARY_ROUND).on(tape) }
}

extension Tensor {
    /// Each element to the power of a number. The derivative of x to the power of 0 is 0, at 0 too.
    public func pow(_ exponent: Float) -> Tensor {
        switch exponent {
        case 0: Tensor.ones(like: self).on(tape)
        case 1: self
        case 2: squared()
        default:
            Tape.record(combined(.power, exponent), from: [self]) { [self] in
                [$0 * (pow(exponent - 1) * exponent)]
            }
        }
    }

    /// Each element to the power of another, broadcasting; NaN for a negative element whose exponent is no integer.
    ///
    /// The derivative by the base is 0 where the exponent is 0; that by the exponent is 0 where the base is 0 and the
    /// exponent is not negative.
    public func pow(_ exponent: Tensor) -> Tensor {
        let (shape, exponentShape) = (trackedShape, exponent.trackedShape)
        return Tape.record(combined(.power, exponent), from: [self, exponent]) { [self] gradient, output in
            let byBase = shape.map { shape in
                // 1 stands for 0 where the exponent is 0 as well, so that the slope is not 0 * infinity.
                let areZero = BoolTensor.where(detached .== 0, exponent.detached .== 0, false)
                let slope = exponent * Tensor.where(areZero, 1, self).pow(exponent - 1)
                return (gradient * slope).summed(to: shape)
            }
            let byExponent = exponentShape.map { shape in
                // The logarithm of 1 stands for that of 0, for the same reason.
                let isZero = detached .== 0
                let slope = output * Tensor.where(isZero, 1, self).log()
                let isInfinite = Tensor.where(isZero, exponent.detached, 0) .< 0
                return (gradient * Tensor.where(isInfinite, -.infinity, slope)).summed(to: shape)
            }
            return [byBase, byExponent]
        }
    }
}
