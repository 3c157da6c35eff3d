import Foundation

/// The learning rate of each step: a linear warm-up, if any, then a decay from the base rate.
public struct LearningRateSchedule: Equatable, Sendable {
    /// How the rate falls once it has warmed up; steps count from there.
    public enum Decay: Equatable, Sendable {
        /// Not at all.
        case constant
        /// By a factor at the end of each interval of so many steps.
        case step(interval: Int, factor: Float)
        /// Along half a cosine to `final` at step `steps`, and no further (Loshchilov and Hutter 2017).
        case cosine(steps: Int, final: Float)
    }

    /// The rate after the warm-up.
    public var base: Float
    /// The decay that follows.
    public var decay: Decay
    /// Steps before the base rate is reached; step n of them, from 0, runs at (n + 1) / (warmUpSteps + 1) of it.
    public var warmUpSteps: Int

    /// A schedule from its parts.
    public init(base: Float, decay: Decay = .constant, warmUpSteps: Int = 0) {
        self.base = base
        self.decay = decay
        self.warmUpSteps = warmUpSteps
    }

    /// The rate of a step; the first is step 0.
    public func rate(atStep step: Int) -> Float {
        precondition(step >= 0, "steps count from 0, got \(step)")
        if step < warmUpSteps { return base * Float(step + 1) / Float(warmUpSteps + 1) }
        let elapsed = step - warmUpSteps
        switch decay {
        case .constant:
            return base
        case .step(let interval, let factor):
            return Float(Double(base) * pow(Double(factor), Double(elapsed / max(interval, 1))))
        case .cosine(let steps, let final):
            let progress = Double(min(elapsed, steps)) / Double(max(steps, 1))
            return Float(Double(final) + Double(base - final) * (1 + cos(Double.pi * progress)) / 2)
        }
    }
}
