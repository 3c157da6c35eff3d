import SwiftletTensor

/// InfoNCE (van den Oord et al. 2018) over a batch: the cross-entropy, in nats, of finding each query's own key among all keys
/// by the cosines of their angles over a temperature.
///
/// `queries` and `keys` are [pairs, features]; key i belongs to query i, and the keys of the other queries are the negatives.
/// The mean is over the queries. For a loss in both directions, add that of the keys among the queries.
public func infoNCELoss(
    queries: Tensor, keys: Tensor, temperature: Float = 0.1, reduction: LossReduction = .mean
) -> Tensor {
    require(
        queries.shape.rank == 2 && queries.shape == keys.shape,
        "InfoNCE: expected queries and keys [pairs, features], got \(queries.shape) and \(keys.shape)")
    require(temperature > 0, "InfoNCE needs a temperature above 0, got \(temperature)")
    let pairs = queries.shape[0]
    let logits = queries.l2Normalized().matmul(keys.l2Normalized().transposed()) / temperature
    let own = IntTensor((0..<pairs).map(Int32.init), shape: [pairs], in: queries.context)
    do {
        return try logits.softmaxCrossEntropy(labels: own, reduction: reduction)
    } catch {
        fatalError("InfoNCE: \(error)")
    }
}

extension Tensor {
    /// The rows of a matrix over their Euclidean norms; a norm below 1e-12 counts as 1e-12, as in
    /// `torch.nn.functional.normalize`.
    public func l2Normalized() -> Tensor {
        self / squared().sum(axis: -1, keepDims: true).maximum(1e-24).sqrt()
    }
}
