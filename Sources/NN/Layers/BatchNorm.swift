import SwiftletTensor
import Synchronization

/// Normalizes each channel by its statistics over batch and positions, then scales and shifts it (Ioffe and Szegedy
/// 2015).
///
/// In training the statistics are those of the batch, which must have at least two values in each channel, and the
/// running ones move towards them; in evaluation the running ones are used.
public class BatchNormLayer: Layer, @unchecked Sendable {
    /// Factor of each channel; 1 at first.
    public final let weight: Parameter
    /// Shift of each channel; 0 at first.
    public final let bias: Parameter
    /// Running mean of each channel; 0 at first.
    public final let runningMean: Buffer
    /// Running variance of each channel, unbiased; 1 at first. Named as in PyTorch.
    public final let runningVar: Buffer
    /// Weight of the batch in the running statistics.
    public final var momentum: Float {
        get { momentumState.withLock { $0 } }
        set { momentumState.withLock { $0 = newValue } }
    }
    /// Added to the variance.
    public final let epsilon: Float
    private let momentumState: Mutex<Float>

    class var ranks: ClosedRange<Int> { 2...Shape.maximumRank }

    /// A layer for so many channels. `momentum` is the weight of the batch in the running statistics.
    public init(
        _ channels: Int, epsilon: Float = 1e-5, momentum: Float = 0.1, weightInitializer: Initializer = .constant(1)
    ) {
        weight = Parameter([channels], weightInitializer)
        bias = Parameter([channels], .zeros)
        runningMean = Buffer([channels], 0)
        runningVar = Buffer([channels], 1)
        self.epsilon = epsilon
        momentumState = Mutex(momentum)
    }

    /// The layer's output for `input`.
    public final func callAsFunction(_ input: Tensor) -> Tensor {
        require(
            Self.ranks.contains(input.shape.rank),
            "\(Self.self): an input of shape \(input.shape) has \(input.shape.rank) axes, expected "
                + "\(Self.ranks.map(String.init).joined(separator: " or "))")
        return running(input) {
            let (weight, bias) = (weight(for: input), bias(for: input))
            guard input.pass?.mode == .training else {
                return input.batchNorm(
                    weight: weight, bias: bias, mean: runningMean.value, variance: runningVar.value, epsilon: epsilon)
            }
            return input.batchNorm(
                weight: weight, bias: bias, runningMean: &runningMean.value, runningVariance: &runningVar.value,
                momentum: momentum, epsilon: epsilon)
        }
    }
}

/// Batch normalization of [N, C] or [N, C, L], as `torch.nn.BatchNorm1d`.
public final class BatchNorm1d: BatchNormLayer, @unchecked Sendable {
    override class var ranks: ClosedRange<Int> { 2...3 }
}

/// Batch normalization of [N, C, H, W], as `torch.nn.BatchNorm2d`.
public final class BatchNorm2d: BatchNormLayer, @unchecked Sendable {
    override class var ranks: ClosedRange<Int> { 4...4 }
}
