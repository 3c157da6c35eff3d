import Foundation
import SwiftletTensor

/// The learning rate of each step; a literal is a constant rate, and any function of the step number is a schedule.
///
///     Adam(learningRate: 1e-3)
///     Adam(learningRate: .cosine(from: 2e-3, to: 0, steps: 10_000, warmup: 500))
///     Adam(learningRate: LearningRateSchedule { step in 1e-3 / Float(1 + step).squareRoot() })
///
/// A warm-up of n steps rises linearly: its step k, from 0, has (k + 1) / (n + 1) of the first rate of what follows.
public struct LearningRateSchedule: Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    private let rates: @Sendable (_ step: Int) -> Float

    /// Creates a schedule from a function of the step number, which is 0 for the first step.
    public init(_ rate: @escaping @Sendable (_ step: Int) -> Float) { rates = rate }

    /// Creates a constant rate.
    public init(floatLiteral rate: Float) { self = .constant(rate) }

    /// Creates a constant rate.
    public init(integerLiteral rate: Int) { self = .constant(Float(rate)) }

    /// Returns the rate of a step; the first is step 0.
    public func rate(atStep step: Int) -> Float {
        require(step >= 0, "LearningRateSchedule: expected a step number of at least 0, got \(step)")
        return rates(step)
    }

    /// Returns the same rate for all steps, after the warm-up if there is one.
    public static func constant(_ rate: Float, warmup: Int = 0) -> Self {
        warmed(up: warmup, to: rate) { _ in rate }
    }

    /// Returns rates that are multiplied by `factor` every `interval` steps; steps count from the end of the warm-up.
    public static func step(from rate: Float, every interval: Int, factor: Float, warmup: Int = 0) -> Self {
        require(interval > 0, "LearningRateSchedule.step: expected an interval of at least 1 step, got \(interval)")
        return warmed(up: warmup, to: rate) {
            Float(Double(rate) * pow(Double(factor), Double($0 / interval)))
        }
    }

    /// Returns rates that are multiplied by `factor` at each step after the warm-up.
    public static func exponential(from rate: Float, factor: Float, warmup: Int = 0) -> Self {
        step(from: rate, every: 1, factor: factor, warmup: warmup)
    }

    /// Returns rates on a line from `start` to `end`, which is reached after `steps` steps, warm-up included, and kept.
    public static func linear(from start: Float, to end: Float, steps: Int, warmup: Int = 0) -> Self {
        polynomial(from: start, to: end, power: 1, steps: steps, warmup: warmup)
    }

    /// Returns rates from `start` to `end` that fall as (1 - progress) to a power; `end` is reached after `steps` steps,
    /// warm-up included, and kept.
    public static func polynomial(
        from start: Float, to end: Float, power: Float, steps: Int, warmup: Int = 0
    ) -> Self {
        between(start, end, steps: steps, warmup: warmup) { pow(1 - $0, Double(power)) }
    }

    /// Returns rates on half a cosine from `start` to `end` (Loshchilov and Hutter 2017), which is reached after `steps`
    /// steps, warm-up included, and kept.
    public static func cosine(from start: Float, to end: Float, steps: Int, warmup: Int = 0) -> Self {
        between(start, end, steps: steps, warmup: warmup, half)
    }

    /// Returns the rates of one cycle of `steps` steps (Smith and Topin 2019) as `torch.optim.lr_scheduler.OneCycleLR` has
    /// them: half a cosine from maximum / initialDivisor up to the maximum, for the given fraction of the steps, then
    /// another down to the first rate / finalDivisor, which is kept. Momentum is not cycled.
    public static func oneCycle(
        maximum: Float, steps: Int, risingFraction: Double = 0.3, initialDivisor: Double = 25,
        finalDivisor: Double = 1e4
    ) -> Self {
        require(
            steps > 0 && (0...1).contains(risingFraction),
            """
            LearningRateSchedule.oneCycle: expected at least 1 step and a rising fraction in 0 ... 1, got \(steps) and \
            \(risingFraction)
            """)
        let peak = Double(maximum)
        let (first, last) = (peak / initialDivisor, peak / initialDivisor / finalDivisor)
        let (top, end) = (risingFraction * Double(steps) - 1, Double(steps - 1))
        return Self { step in
            let step = min(Double(step), end)
            if step <= top { return Float(peak + (first - peak) * half(top > 0 ? step / top : 1)) }
            return Float(last + (peak - last) * half((step - top) / (end - top)))
        }
    }

    /// Half a cosine from 1 to 0.
    private static func half(_ progress: Double) -> Double { (1 + cos(Double.pi * progress)) / 2 }

    private static func between(
        _ start: Float, _ end: Float, steps: Int, warmup: Int,
        _ remaining: @escaping @Sendable (_ progress: Double) -> Double
    ) -> Self {
        let length = max(steps - warmup, 1)
        return warmed(up: warmup, to: start) { step in
            let progress = Double(min(step, length)) / Double(length)
            return Float(Double(end) + Double(start - end) * remaining(progress))
        }
    }

    private static func warmed(
        up warmup: Int, to rate: Float, _ rest: @escaping @Sendable (_ step: Int) -> Float
    ) -> Self {
        require(warmup >= 0, "LearningRateSchedule: expected a warm-up of at least 0 steps, got \(warmup)")
        return Self { step in
            step < warmup ? rate * Float(step + 1) / Float(warmup + 1) : rest(step - warmup)
        }
    }
}
