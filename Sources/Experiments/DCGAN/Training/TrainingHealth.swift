/// Watches a training for the ways in which the game between the two networks ends: saturation, step by step, and
/// collapse, epoch by epoch.
struct TrainingHealth: Codable {
    /// What can be wrong.
    enum Warning: Codable, Hashable, Sendable {
        /// The discriminator has told real from generated without doubt for many steps on end: the generator learns little.
        case discriminatorSaturated(step: Int)
        /// The discriminator has given all pictures the same sure verdict for many steps on end: neither network learns.
        case discriminatorStuck(step: Int)
        /// Pictures from different noise are nearly alike.
        case collapse(epoch: Int, share: Double)
        /// Pictures from different noise come in a few sorts, each nearly alike.
        case partialCollapse(epoch: Int, share: Double)

        /// One sentence for the user.
        var sentence: String {
            switch self {
            case .discriminatorSaturated(let step):
                "Saturation at step \(step): for \(patience) steps the discriminator has been sure of every verdict, "
                    + "so the generator gets hardly any gradient"
            case .discriminatorStuck(let step):
                "Saturation at step \(step): for \(patience) steps the discriminator has given real and generated pictures "
                    + "the same sure verdict, so neither network learns"
            case .collapse(let epoch, let share):
                "Collapse in epoch \(epoch): generated pictures differ from each other by \(Self.percent(share)) of what real "
                    + "ones do"
            case .partialCollapse(let epoch, let share):
                "Partial collapse in epoch \(epoch): a generated picture's nearest other one is at \(Self.percent(share)) of "
                    + "the distance between real neighbours"
            }
        }

        private static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }
    }

    /// Steps on end after which outputs at their ends count as saturation.
    static let patience = 200
    /// Mean outputs below this, or above 1 minus this, are at their ends.
    static let certainty: Float = 0.01
    /// Share of the real pictures' distances below which generated ones count as collapsed.
    static let leastShare = 0.5

    /// What was found, each kind once, in order.
    private(set) var warnings: [Warning] = []
    private var steps = 0
    private var saturatedSteps = 0
    private var stuckSteps = 0
    private var found: Set<String> = []

    /// Takes in the discriminator's mean outputs of a step; a warning if there is a new one.
    mutating func record(realOutput: Float, generatedOutput: Float) -> Warning? {
        steps += 1
        let (isLow, isHigh) =
            ({ $0 <= Self.certainty }, { $0 >= 1 - Self.certainty })
            as (
                (Float) -> Bool, (Float) -> Bool
            )
        saturatedSteps = isHigh(realOutput) && isLow(generatedOutput) ? saturatedSteps + 1 : 0
        let isStuck =
            isLow(realOutput) && isLow(generatedOutput) || isHigh(realOutput) && isHigh(generatedOutput)
        stuckSteps = isStuck ? stuckSteps + 1 : 0
        if saturatedSteps >= Self.patience { return note(.discriminatorSaturated(step: steps), "saturated") }
        if stuckSteps >= Self.patience { return note(.discriminatorStuck(step: steps), "stuck") }
        return nil
    }

    /// Takes in how generated pictures of an epoch differ from each other; a warning if there is a new one.
    mutating func record(_ variety: Variety, epoch: Int) -> Warning? {
        if variety.distanceShare < Self.leastShare {
            return note(.collapse(epoch: epoch, share: variety.distanceShare), "collapse")
        }
        if variety.neighborShare < Self.leastShare {
            return note(.partialCollapse(epoch: epoch, share: variety.neighborShare), "partial collapse")
        }
        return nil
    }

    private mutating func note(_ warning: Warning, _ kind: String) -> Warning? {
        guard found.insert(kind).inserted else { return nil }
        warnings.append(warning)
        return warning
    }
}
