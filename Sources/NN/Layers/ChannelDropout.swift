import SwiftletTensor

/// Sets whole channels of examples to 0 with probability `rate` in training and multiplies the others by 1 / (1 - rate)
/// (Tompson et al. 2015); the identity in evaluation.
public class ChannelDropoutLayer: Layer, StochasticModule, @unchecked Sendable {
    /// The probability with which a channel is dropped.
    public final let rate: Float

    class var rank: Int { 4 }

    /// A layer that drops with the given probability, in 0...1.
    public init(rate: Float = 0.5) {
        require(rate >= 0 && rate <= 1, "\(Self.self): the rate must be in 0...1, got \(rate)")
        self.rate = rate
    }

    /// The layer's output for `input`.
    public final func callAsFunction(_ input: Tensor) -> Tensor {
        require(
            input.shape.rank == Self.rank,
            "\(Self.self): expected an input of \(Self.rank) axes, got the shape \(input.shape)")
        return running(input) {
            guard let pass = input.pass, pass.mode == .training, rate > 0 else { return input }
            var random = pass.stream(for: self)
            let channels = Shape([input.shape[0], input.shape[1]] + Array(repeating: 1, count: Self.rank - 2))
            return input * .dropoutMask(channels, rate: rate, using: &random, in: input.context)
        }
    }
}

/// Drops channels of [N, C, L], as `torch.nn.Dropout1d`.
public final class Dropout1d: ChannelDropoutLayer, @unchecked Sendable {
    override class var rank: Int { 3 }
}

/// Drops channels of [N, C, H, W], as `torch.nn.Dropout2d`.
public final class Dropout2d: ChannelDropoutLayer, @unchecked Sendable {}
