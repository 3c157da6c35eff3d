import SwiftletAutodiff
import SwiftletTensor

/// Normalises each channel by its statistics over batch and positions, then scales and shifts it (Ioffe and Szegedy
/// 2015).
///
/// In training the statistics are those of the batch, which must have at least two values in each channel, and the
/// running ones move towards them; in evaluation the running ones are used.
public class BatchNormLayer: Layer {
    /// Scale of each channel; 1 at first.
    public final let weight: Parameter
    /// Shift of each channel; 0 at first.
    public final let bias: Parameter
    /// Running mean of each channel; 0 at first.
    public final let runningMean: Buffer
    /// Running variance of each channel, unbiased; 1 at first. Named as in PyTorch.
    public final let runningVar: Buffer
    /// Weight of the batch in the running statistics.
    public final var momentum: Float {
        get { options.momentum }
        set { options.momentum = newValue }
    }
    /// Added to the variance.
    public final var epsilon: Float { options.epsilon }
    private var options: BatchNorm

    class var ranks: ClosedRange<Int> { 2...Shape.maximumRank }

    /// A layer for so many channels. `momentum` is the weight of the batch in the running statistics.
    public init(channels: Int, epsilon: Float = 1e-5, momentum: Float = 0.1, in context: ComputeContext) {
        weight = Parameter(.ones([channels], in: context))
        bias = Parameter(.zeros([channels], in: context))
        runningMean = Buffer(.zeros([channels], in: context))
        runningVar = Buffer(.ones([channels], in: context))
        options = BatchNorm(epsilon: epsilon, momentum: momentum)
    }

    /// The layer's output for `input` in this pass.
    public final func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable {
        precondition(
            Self.ranks.contains(input.shape.rank),
            "\(Self.self): an input of shape \(input.shape) has \(input.shape.rank) axes, expected \(Self.ranks)")
        return pass.running(self) { normalized(input, pass) }
    }

    private func normalized(_ input: Variable, _ pass: Pass) -> Variable {
        let (scale, offset) = (pass.variable(weight), pass.variable(bias))
        switch pass.mode {
        case .training:
            return input.batchNormTraining(
                scale: scale, offset: offset, runningMean: &runningMean.value, runningVariance: &runningVar.value,
                options)
        case .evaluation:
            return input.batchNormInference(
                scale: scale, offset: offset, runningMean: runningMean.value, runningVariance: runningVar.value,
                options)
        }
    }
}

/// Batch normalisation of [N, C] or [N, C, L], as `torch.nn.BatchNorm1d`.
public final class BatchNorm1d: BatchNormLayer {
    override class var ranks: ClosedRange<Int> { 2...3 }
}

/// Batch normalisation of [N, C, H, W], as `torch.nn.BatchNorm2d`.
public final class BatchNorm2d: BatchNormLayer {
    override class var ranks: ClosedRange<Int> { 4...4 }
}
