import SwiftletAutodiff
import SwiftletTensor

/// Normalises each example over its last axes, then scales and shifts it by position (Ba et al. 2016), as
/// `torch.nn.LayerNorm`. Training and evaluation are the same.
public final class LayerNorm: Layer {
    /// Scale of each position, of the normalised shape; 1 at first. Nil without `affine`.
    public let weight: Parameter?
    /// Shift of each position, of the normalised shape; 0 at first. Nil without `affine` or without a bias.
    public let bias: Parameter?
    /// The shape of the axes that are normalised over.
    public let normalizedShape: Shape
    /// Added to the variance.
    public let epsilon: Float

    /// A layer for inputs whose last axes have this shape.
    public init(
        _ normalizedShape: Shape, epsilon: Float = 1e-5, affine: Bool = true, bias: Bool = true,
        in context: ComputeContext
    ) {
        precondition(
            normalizedShape.rank > 0 && normalizedShape.count > 0,
            "LayerNorm: the shape \(normalizedShape) has nothing to normalise over")
        weight = affine ? Parameter(.ones(normalizedShape, in: context)) : nil
        self.bias = affine && bias ? Parameter(.zeros(normalizedShape, in: context)) : nil
        self.normalizedShape = normalizedShape
        self.epsilon = epsilon
    }

    /// The layer's output for `input` in this pass.
    public func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable {
        pass.running(self) {
            let axis = input.shape.rank - normalizedShape.rank
            precondition(
                axis >= 0 && Shape(input.shape.dimensions.dropFirst(axis)) == normalizedShape,
                "LayerNorm: an input of shape \(input.shape) does not end in \(normalizedShape)")
            return input.layerNorm(
                fromAxis: axis, scale: weight.map(pass.variable), offset: bias.map(pass.variable), epsilon: epsilon)
        }
    }
}

/// Normalises each example of [N, C, ...] over groups of neighbouring channels and all positions, then scales and shifts each
/// channel (Wu and He 2018), as `torch.nn.GroupNorm`. As many groups as channels are instance normalisation.
public final class GroupNorm: Layer {
    /// Scale of each channel; 1 at first. Nil without `affine`.
    public let weight: Parameter?
    /// Shift of each channel; 0 at first. Nil without `affine`.
    public let bias: Parameter?
    /// In how many groups the channels are normalised.
    public let groups: Int
    /// Added to the variance.
    public let epsilon: Float

    /// A layer for so many channels in groups of equal size.
    public init(groups: Int, channels: Int, epsilon: Float = 1e-5, affine: Bool = true, in context: ComputeContext) {
        requireGroups(groups, divide: channels, and: channels, of: "GroupNorm")
        weight = affine ? Parameter(.ones([channels], in: context)) : nil
        bias = affine ? Parameter(.zeros([channels], in: context)) : nil
        self.groups = groups
        self.epsilon = epsilon
    }

    /// The layer's output for `input` in this pass.
    public func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable {
        pass.running(self) {
            input.groupNorm(
                groups: groups, scale: weight.map(pass.variable), offset: bias.map(pass.variable), epsilon: epsilon)
        }
    }
}
