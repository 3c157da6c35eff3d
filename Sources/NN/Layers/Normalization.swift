import SwiftletTensor

/// Normalizes each example over its last axes, then scales and shifts it by position (Ba et al. 2016), as
/// `torch.nn.LayerNorm`. Training and evaluation are the same.
public final class LayerNorm: Layer {
    /// Scale of each position, of the normalized shape; 1 at first. Nil without `affine`.
    public let weight: Parameter?
    /// Shift of each position, of the normalized shape; 0 at first. Nil without `affine` or without a bias.
    public let bias: Parameter?
    /// The shape of the axes that are normalized over.
    public let normalizedShape: Shape
    /// Added to the variance.
    public let epsilon: Float

    /// A layer for inputs whose last axes have this shape.
    public init(
        _ normalizedShape: Shape, epsilon: Float = 1e-5, affine: Bool = true, bias: Bool = true
    ) {
        require(
            normalizedShape.rank > 0 && normalizedShape.count > 0,
            "LayerNorm: the shape \(normalizedShape) has nothing to normalize over")
        weight = affine ? Parameter(normalizedShape, .constant(1)) : nil
        self.bias = affine && bias ? Parameter(normalizedShape, .zeros) : nil
        self.normalizedShape = normalizedShape
        self.epsilon = epsilon
    }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) {
            let axis = firstAxis(of: normalizedShape, in: input, "LayerNorm")
            return input.layerNorm(
                fromAxis: axis, weight: weight?(for: input), bias: bias?(for: input), epsilon: epsilon)
        }
    }
}

/// The axis of `input` at which its last axes begin, which a layer normalizes over and which must have this shape.
func firstAxis(of normalizedShape: Shape, in input: Tensor, _ layer: String) -> Int {
    let axis = input.shape.rank - normalizedShape.rank
    require(
        axis >= 0 && Shape(input.shape.dimensions.dropFirst(axis)) == normalizedShape,
        "\(layer): an input of shape \(input.shape) does not end in \(normalizedShape)")
    return axis
}

/// Normalizes each example of [N, C, ...] over groups of neighboring channels and all positions, then scales and shifts each
/// channel (Wu and He 2018), as `torch.nn.GroupNorm`. As many groups as channels are instance normalization.
public final class GroupNorm: Layer {
    /// Scale of each channel; 1 at first. Nil without `affine`.
    public let weight: Parameter?
    /// Shift of each channel; 0 at first. Nil without `affine`.
    public let bias: Parameter?
    /// In how many groups the channels are normalized.
    public let groups: Int
    /// Added to the variance.
    public let epsilon: Float

    /// A layer for so many channels in groups of equal size.
    public init(groups: Int, channels: Int, epsilon: Float = 1e-5, affine: Bool = true) {
        requireGroups(groups, divide: channels, and: channels, of: "GroupNorm")
        weight = affine ? Parameter([channels], .constant(1)) : nil
        bias = affine ? Parameter([channels], .zeros) : nil
        self.groups = groups
        self.epsilon = epsilon
    }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) {
            input.groupNorm(
                groups: groups, weight: weight?(for: input), bias: bias?(for: input), epsilon: epsilon)
        }
    }
}
