// The mean is over all elements; both tensors have the same shape.
extension Tensor {
    /// The squared difference from `target`.
    public func meanSquaredError(_ target: Tensor, reduction: LossReduction = .mean) -> Tensor {
        (self - target).squared().sum() / reduction.divisor(count)
    }

    /// The absolute difference from `target`, as `torch.nn.L1Loss`; its derivative at 0 is 0.
    public func meanAbsoluteError(_ target: Tensor, reduction: LossReduction = .mean) -> Tensor {
        (self - target).abs().sum() / reduction.divisor(count)
    }

    /// Half the squared difference d from `target` where |d| <= delta, else delta * (|d| - delta / 2) (Huber 1964).
    public func huberLoss(_ target: Tensor, delta: Float = 1, reduction: LossReduction = .mean) -> Tensor {
        require(delta > 0, "the Huber loss needs a delta above 0, got \(delta)")
        let distance = (self - target).abs()
        // With m = min(|d|, delta) both cases are m * (|d| - m / 2).
        let capped = distance.minimum(delta)
        return (capped * (distance - capped * 0.5)).sum() / reduction.divisor(count)
    }

    /// The Huber loss over its delta, as `torch.nn.SmoothL1Loss`: d^2 / (2 * beta) where |d| < beta, else |d| - beta / 2;
    /// with a beta of 0 the absolute difference.
    public func smoothL1Loss(_ target: Tensor, beta: Float = 1, reduction: LossReduction = .mean) -> Tensor {
        if beta == 0 { return meanAbsoluteError(target, reduction: reduction) }
        return huberLoss(target, delta: beta, reduction: reduction) / beta
    }
}
