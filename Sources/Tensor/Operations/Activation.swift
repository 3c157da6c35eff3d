import CKernels

/// An activation function that linear and convolutional operators apply behind the bias, in the same pass over memory.
public enum Activation: Equatable, Sendable {
    /// x.
    case identity
    /// max(x, 0).
    case relu
    /// x if x > 0, else slope * x; the slope is positive.
    case leakyRelu(slope: Float)
    /// 1 / (1 + exp(-x)).
    case sigmoid
    /// The hyperbolic tangent.
    case tanh

    /// The same function as an operator of its own; nil for the identity.
    public var operation: UnaryOperation? {
        switch self {
        case .identity: return nil
        case .relu: return .relu
        case .leakyRelu(let slope): return .leakyRelu(slope: slope)
        case .sigmoid: return .sigmoid
        case .tanh: return .tanh
        }
    }

    var code: ck_activation {
        switch self {
        case .identity: return CK_ACTIVATION_NONE
        case .relu: return CK_ACTIVATION_RELU
        case .leakyRelu: return CK_ACTIVATION_LEAKY_RELU
        case .sigmoid: return CK_ACTIVATION_SIGMOID
        case .tanh: return CK_ACTIVATION_TANH
        }
    }

    /// The leaky ReLU's slope, for the kernels. It must be positive, so that the sign of the input can be told from the
    /// output, which is all that the backward pass has.
    var slope: Float {
        guard case .leakyRelu(let slope) = self else { return 0 }
        require(slope > 0, "a fused leaky ReLU needs a positive slope, got \(slope)")
        return slope
    }

    var epilogue: ck_epilogue { ck_epilogue(activation: code, negative_slope: slope) }
}
