import SwiftletTensor

/// In training, sets each element to 0 with probability `rate` and multiplies the others by 1 / (1 - rate); otherwise
/// does nothing (Srivastava et al. 2014).
///
/// Its random numbers follow from the stream of the pass and the layer's own path, so that a new layer elsewhere in the
/// model does not change them.
public final class Dropout: Layer, StochasticModule {
    private let rate: Float

    /// A layer that drops with the given probability, in 0...1.
    public init(rate: Float = 0.5) {
        require(rate >= 0 && rate <= 1, "dropout: the rate must be in 0...1, got \(rate)")
        self.rate = rate
    }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) {
            guard let pass = input.pass, pass.mode == .training else { return input }
            var random = pass.stream(for: self)
            return input.dropout(rate: rate, using: &random)
        }
    }
}
