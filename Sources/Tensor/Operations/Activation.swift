import CKernels

/// An activation function that linear and convolutional operators apply after the bias, in the same pass over memory.
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

    /// The function as an operator of its own.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        switch self {
        case .identity: input
        case .relu: input.relu()
        case .leakyRelu(let slope): input.leakyRelu(slope: slope)
        case .sigmoid: input.sigmoid()
        case .tanh: input.tanh()
        }
    }

    /// The gradient before the activation from that after it, by the output of the operator that applied it.
    func gradient(at output: Tensor, _ gradient: Tensor) -> Tensor {
        switch self {
        case .identity: gradient
        case .relu: output.reluOutputGradient(gradient)
        case .leakyRelu(let slope): output.leakyReluOutputGradient(gradient, slope: slope)
        case .sigmoid: output.sigmoidOutputGradient(gradient)
        case .tanh: output.tanhOutputGradient(gradient)
        }
    }

    var code: ck_activation {
        switch self {
        case .identity: CK_ACTIVATION_NONE
        case .relu: CK_ACTIVATION_RELU
        case .leakyRelu: CK_ACTIVATION_LEAKY_RELU
        case .sigmoid: CK_ACTIVATION_SIGMOID
        case .tanh: CK_ACTIVATION_TANH
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
