import SwiftletTensor

/// x if x > 0, else slope * x, with a trained slope for all channels or one for each (He et al. 2015), as
/// `torch.nn.PReLU`. The derivative at 0 is 0.
public final class PReLU: Layer {
    /// The slopes below 0, [1] or [C].
    public let weight: Parameter

    /// A layer with one slope, or with one for each channel of [N, C, ...]; they begin at `slope`.
    public init(_ count: Int = 1, slope: Float = 0.25) {
        require(count > 0, "PReLU: expected at least one slope, got \(count)")
        weight = Parameter([count], .constant(slope))
    }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) {
            let slopes = weight(for: input)
            let count = slopes.count
            require(
                count == 1 || (input.shape.rank >= 2 && input.shape[1] == count),
                "PReLU: expected an input [N, \(count), ...], got the shape \(input.shape)")
            return input.relu() + input.minimum(0)
                * (count == 1 ? slopes : slopes.aligned(axis: 1, rank: input.shape.rank))
        }
    }
}
