import SwiftletTensor

/// Watches one value over the epochs: which epoch was best, and whether it is time to stop.
public struct EarlyStopping: Codable, Equatable, Sendable {
    /// Whether higher or lower is better.
    public enum Mode: String, Codable, Sendable {
        /// Higher is better, as for an accuracy.
        case max
        /// Lower is better, as for a loss.
        case min
    }

    /// Name of the metric that is watched.
    public let metric: String
    /// Whether higher or lower is better.
    public let mode: Mode
    /// After how many epochs in a row without a better value training stops; nil: never.
    public let patience: Int?
    /// The best value so far.
    public private(set) var best: Double?
    /// The epoch that reached it, the first of those that did.
    public private(set) var bestEpoch: Int?
    /// Epochs in a row without a better value.
    public private(set) var epochsWithoutImprovement = 0

    /// Watches `metric`. Patience must be at least 1.
    public init(metric: String = "accuracy", mode: Mode = .max, patience: Int?) {
        require(patience ?? 1 >= 1, "the patience of early stopping must be at least 1")
        self.metric = metric
        self.mode = mode
        self.patience = patience
    }

    /// Takes in the value of an epoch; true if it is the best so far. NaN never is.
    public mutating func record(_ value: Double, epoch: Int) -> Bool {
        let isBetter =
            switch (best, mode) {
            case (nil, _): !value.isNaN
            case (let best?, .max): value > best
            case (let best?, .min): value < best
            }
        if isBetter {
            best = value
            bestEpoch = epoch
        }
        epochsWithoutImprovement = isBetter ? 0 : epochsWithoutImprovement + 1
        return isBetter
    }

    /// Whether the patience is used up.
    public var shouldStop: Bool { patience.map { epochsWithoutImprovement >= $0 } ?? false }
}
