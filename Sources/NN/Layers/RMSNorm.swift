import SwiftletTensor

/// Divides each example by the root of the mean of the squares over its last axes, then scales by position (Zhang and
/// Sennrich 2019), as `torch.nn.RMSNorm`. Training and evaluation are the same.
public final class RMSNorm: Layer {
    /// Scale of each position, of the normalized shape; 1 at first. Nil without `affine`.
    public let weight: Parameter?
    /// The shape of the axes that are normalized over.
    public let normalizedShape: Shape
    /// Added to the mean of the squares.
    public let epsilon: Float

    /// A layer for inputs whose last axes have this shape; the default epsilon is PyTorch's.
    public init(_ normalizedShape: Shape, epsilon: Float = .ulpOfOne, affine: Bool = true) {
        require(
            normalizedShape.rank > 0 && normalizedShape.count > 0,
            "RMSNorm: the shape \(normalizedShape) has nothing to normalize over")
        weight = affine ? Parameter(normalizedShape, .constant(1)) : nil
        self.normalizedShape = normalizedShape
        self.epsilon = epsilon
    }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) {
            let axis = firstAxis(of: normalizedShape, in: input, "RMSNorm")
            return input.rmsNorm(fromAxis: axis, weight: weight?(for: input), epsilon: epsilon)
        }
    }
}
