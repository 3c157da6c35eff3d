import SwiftletTensor

/// The contrastive loss of pairs (Hadsell, Chopra and LeCun 2006, equation 4, without its factor 1/2): with the
/// Euclidean distance d of a pair, d^2 if the two are the same and max(0, margin - d)^2 if they differ.
///
/// `first` and `second` are [pairs, features], `same` is [pairs] of ones (same) and zeros (different).
public func contrastiveLoss(
    _ first: Tensor, _ second: Tensor, same: Tensor, margin: Float = 1, reduction: LossReduction = .mean
) -> Tensor {
    require(
        first.shape.rank == 2 && same.shape == [first.shape[0]],
        "contrastive loss: expected features [pairs, features] and flags [pairs], got \(first.shape) and \(same.shape)")
    let squaredDistance = (first - second).squared().sum(axis: 1)
    // The root has no derivative at 0; a distance of a millionth in its place leaves the gradient there 0.
    let distance = (squaredDistance + 1e-12).sqrt()
    let total = (same * squaredDistance + (1 - same) * (margin - distance).relu().squared()).sum()
    return reduction == .mean ? total / Float(same.count) : total
}
