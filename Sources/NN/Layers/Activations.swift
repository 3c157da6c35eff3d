import SwiftletAutodiff

/// max(x, 0), element by element.
public final class ReLU: Layer {
    /// A layer without options.
    public init() {}

    /// The layer's output for `input` in this pass.
    public func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable { input.relu() }
}

/// 1 / (1 + exp(-x)), element by element.
public final class Sigmoid: Layer {
    /// A layer without options.
    public init() {}

    /// The layer's output for `input` in this pass.
    public func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable { input.sigmoid() }
}

/// The hyperbolic tangent, element by element.
public final class Tanh: Layer {
    /// A layer without options.
    public init() {}

    /// The layer's output for `input` in this pass.
    public func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable { input.tanh() }
}

/// log(1 + exp(x)), element by element.
public final class Softplus: Layer {
    /// A layer without options.
    public init() {}

    /// The layer's output for `input` in this pass.
    public func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable { input.softplus() }
}

/// x if x > 0, else slope * x, element by element.
public final class LeakyReLU: Layer {
    /// The slope below 0.
    public let slope: Float

    /// A layer with the given slope below 0.
    public init(slope: Float = 0.01) {
        self.slope = slope
    }

    /// The layer's output for `input` in this pass.
    public func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable { input.leakyRelu(slope: slope) }
}
