import SwiftletTensor

/// max(x, 0), element by element.
public final class ReLU: Layer {
    /// A layer without options.
    public init() {}

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.relu() }
    }
}

/// 1 / (1 + exp(-x)), element by element.
public final class Sigmoid: Layer {
    /// A layer without options.
    public init() {}

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.sigmoid() }
    }
}

/// The hyperbolic tangent, element by element.
public final class Tanh: Layer {
    /// A layer without options.
    public init() {}

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.tanh() }
    }
}

/// log(1 + exp(x)), element by element.
public final class Softplus: Layer {
    /// A layer without options.
    public init() {}

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.softplus() }
    }
}

/// x / (1 + exp(-x)), element by element (Elfwing et al. 2018).
public final class SiLU: Layer {
    /// A layer without options.
    public init() {}

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.silu() }
    }
}

/// x times the distribution function of the standard normal distribution, or its approximation with a hyperbolic tangent,
/// element by element (Hendrycks and Gimpel 2016).
public final class GELU: Layer {
    /// How the distribution function is taken.
    public let approximation: GELUApproximation

    /// A layer with or without the approximation.
    public init(_ approximation: GELUApproximation = .none) {
        self.approximation = approximation
    }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.gelu(approximation) }
    }
}

/// x if x > 0, else slope * x, element by element.
public final class LeakyReLU: Layer {
    /// The slope below 0.
    public let slope: Float

    /// A layer with the given slope below 0.
    public init(slope: Float = 0.01) {
        self.slope = slope
    }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.leakyRelu(slope: slope) }
    }
}

/// x if x > 0, else alpha * (exp(x) - 1), element by element (Clevert et al. 2016), as `torch.nn.ELU`.
public final class ELU: Layer {
    /// The negative of the limit below 0.
    public let alpha: Float

    /// A layer with the given limit below 0, -alpha.
    public init(alpha: Float = 1) {
        self.alpha = alpha
    }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.elu(alpha: alpha) }
    }
}
