import SwiftletTensor

/// Normalizes each channel of each example over its positions (Ulyanov, Vedaldi and Lempitsky 2016).
///
/// With `tracksRunningStatistics` training also moves running statistics, by the means over the examples, and
/// evaluation uses them; otherwise training and evaluation are the same.
public class InstanceNormLayer: Layer, @unchecked Sendable {
    /// Scale of each channel; 1 at first. Nil without `affine`.
    public final let weight: Parameter?
    /// Shift of each channel; 0 at first. Nil without `affine`.
    public final let bias: Parameter?
    /// Running mean of each channel; 0 at first. Nil unless running statistics are tracked.
    public final let runningMean: Buffer?
    /// Running variance of each channel, unbiased; 1 at first. Nil unless running statistics are tracked.
    public final let runningVar: Buffer?
    /// How many channels there are.
    public final let channels: Int
    /// Added to the variance.
    public final let epsilon: Float
    /// Weight of the batch in the running statistics.
    public final let momentum: Float

    class var rank: Int { 4 }

    /// A layer for so many channels. `momentum` is the weight of the batch in the running statistics.
    public init(
        _ channels: Int, epsilon: Float = 1e-5, momentum: Float = 0.1, affine: Bool = false,
        tracksRunningStatistics: Bool = false
    ) {
        require(channels > 0, "\(Self.self): expected at least one channel, got \(channels)")
        weight = affine ? Parameter([channels], .constant(1)) : nil
        bias = affine ? Parameter([channels], .zeros) : nil
        runningMean = tracksRunningStatistics ? Buffer([channels], 0) : nil
        runningVar = tracksRunningStatistics ? Buffer([channels], 1) : nil
        self.channels = channels
        self.epsilon = epsilon
        self.momentum = momentum
    }

    /// The layer's output for `input`.
    public final func callAsFunction(_ input: Tensor) -> Tensor {
        require(
            input.shape.rank == Self.rank && input.shape[1] == channels,
            "\(Self.self): expected an input of \(Self.rank) axes with \(channels) channels, got the shape "
                + "\(input.shape)"
        )
        return running(input) {
            let (weight, bias) = (weight?(for: input), bias?(for: input))
            if let runningMean, let runningVar {
                guard input.pass?.mode == .training else {
                    return input.batchNorm(
                        weight: weight ?? .ones([channels], in: input.context),
                        bias: bias ?? .zeros([channels], in: input.context), mean: runningMean.value,
                        variance: runningVar.value, epsilon: epsilon)
                }
                move(runningMean, runningVar, by: input.detached)
            }
            return input.groupNorm(groups: channels, weight: weight, bias: bias, epsilon: epsilon)
        }
    }

    private func move(_ runningMean: Buffer, _ runningVar: Buffer, by input: Tensor) {
        let axes = Array(2..<input.shape.rank)
        let positions = input.shape.dimensions[2...].reduce(1, *)
        require(
            positions > 1 && input.shape[0] > 0,
            "\(Self.self): running statistics need at least two positions in each channel, got the shape \(input.shape)"
        )
        let means = input.mean(axes: axes, keepDims: true)
        let variances = (input - means).sumOfSquares(axes: axes) / Float(positions - 1)
        runningMean.value.lerp(means.squeezed(axes: axes).mean(axis: 0), weight: momentum)
        runningVar.value.lerp(variances.mean(axis: 0), weight: momentum)
    }
}

/// Instance normalization of [N, C, L], as `torch.nn.InstanceNorm1d`.
public final class InstanceNorm1d: InstanceNormLayer, @unchecked Sendable {
    override class var rank: Int { 3 }
}

/// Instance normalization of [N, C, H, W], as `torch.nn.InstanceNorm2d`.
public final class InstanceNorm2d: InstanceNormLayer, @unchecked Sendable {}
