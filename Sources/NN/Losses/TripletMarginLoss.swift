import SwiftletTensor

/// The triplet loss (Schroff et al. 2015) as `torch.nn.TripletMarginLoss`: max(0, d(anchor, positive) - d(anchor, negative) +
/// margin), d being the Euclidean distance with 1e-6 added to each difference.
///
/// All three are [triplets, features]; the mean is over the triplets.
public func tripletMarginLoss(
    anchor: Tensor, positive: Tensor, negative: Tensor, margin: Float = 1, reduction: LossReduction = .mean
) -> Tensor {
    require(
        anchor.shape.rank == 2 && anchor.shape == positive.shape && anchor.shape == negative.shape,
        "triplet loss: expected three tensors [triplets, features], got \(anchor.shape), \(positive.shape) and "
            + "\(negative.shape)")
    func distances(to other: Tensor) -> Tensor {
        (anchor - other + 1e-6).squared().sum(axis: 1).sqrt()
    }
    let losses = (distances(to: positive) - distances(to: negative) + margin).relu().sum()
    return reduction == .mean ? losses / Float(anchor.shape[0]) : losses
}
