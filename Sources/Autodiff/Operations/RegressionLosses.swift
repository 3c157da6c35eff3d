import SwiftletTensor

// The mean is over all elements; both variables have the same shape.
extension Variable {
    /// The squared difference from `target`.
    public func meanSquaredError(_ target: Variable, reduction: LossReduction = .mean) -> Variable {
        (self - target).squared().sum() / reduction.divisor(value.count)
    }

    /// The absolute difference from `target`, as `torch.nn.L1Loss`; its derivative at 0 is 0.
    public func meanAbsoluteError(_ target: Variable, reduction: LossReduction = .mean) -> Variable {
        (self - target).absolute().sum() / reduction.divisor(value.count)
    }

    /// Half the squared difference d from `target` where |d| <= delta, else delta * (|d| - delta / 2) (Huber 1964).
    public func huberLoss(_ target: Variable, delta: Float = 1, reduction: LossReduction = .mean) -> Variable {
        require(delta > 0, "the Huber loss needs a delta above 0, got \(delta)")
        let distance = (self - target).absolute()
        // With m = min(|d|, delta) both cases are m * (|d| - m / 2).
        let capped = distance.minimum(delta)
        return (capped * (distance - capped * 0.5)).sum() / reduction.divisor(value.count)
    }

    /// The Huber loss over its delta, as `torch.nn.SmoothL1Loss`: d^2 / (2 * beta) where |d| < beta, else |d| - beta / 2;
    /// with a beta of 0 the absolute difference.
    public func smoothL1Loss(_ target: Variable, beta: Float = 1, reduction: LossReduction = .mean) -> Variable {
        if beta == 0 { return meanAbsoluteError(target, reduction: reduction) }
        return huberLoss(target, delta: beta, reduction: reduction) / beta
    }
}
