import Foundation

/// The range of one axis, with round numbers at its ticks.
struct Axis {
    let low: Double
    let high: Double
    let ticks: [Double]
    private let step: Double

    /// An axis that covers `values`, all of them finite, with about `tickCount` ticks. With `isWhole` the ticks are whole
    /// numbers and the range ends at the values, as suits epochs; else it ends at ticks.
    init(covering values: [Double], tickCount: Int, isWhole: Bool = false) {
        var smallest = values.min() ?? 0
        var largest = values.max() ?? 1
        // A range too small for the numbers' precision would have ticks that cannot be told apart.
        let precision = max(abs(smallest), abs(largest)) * 1e-12 + 1e-300
        if largest - smallest <= precision {
            let margin = isWhole ? 1 : max(abs(largest) * 0.1, 1e-6)
            smallest = max(smallest - margin, -.greatestFiniteMagnitude)
            largest = min(largest + margin, .greatestFiniteMagnitude)
        }
        // Halved before they are subtracted, so that even the largest numbers do not overflow.
        let step = Self.roundStep(2 * ((largest / 2 - smallest / 2) / Double(tickCount)), isWhole: isWhole)
        self.step = step
        let first = isWhole ? (smallest / step).rounded(.up) : (smallest / step).rounded(.down)
        let last = isWhole ? (largest / step).rounded(.down) : (largest / step).rounded(.up)
        // The outermost multiples of the step may be more than a number can hold.
        ticks = stride(from: first, through: last, by: 1).map { $0 * step }.filter(\.isFinite)
        low = isWhole ? smallest : min(ticks.first ?? smallest, smallest)
        high = isWhole ? largest : max(ticks.last ?? largest, largest)
    }

    /// Where a value lies, from 0 at the low end to 1 at the high one.
    func fraction(of value: Double) -> Double { (value / 2 - low / 2) / (high / 2 - low / 2) }

    /// A tick's value with as many decimals as the distance of the ticks asks for.
    func label(of tick: Double) -> String {
        let size = max(abs(low), abs(high))
        if size >= 1e6 || step < 1e-5 { return String(printf: "%.6g", tick) }
        let decimals = max(0, Int(-(log10(step) + 1e-9).rounded(.down)))
        let text = String(printf: "%.*f", Int32(decimals), tick)
        return text.hasPrefix("-") && Double(text) == 0 ? String(text.dropFirst()) : text
    }

    /// The smallest of 1, 2 or 5 times a power of ten that is at least `step`.
    private static func roundStep(_ step: Double, isWhole: Bool) -> Double {
        if isWhole && step <= 1 { return 1 }
        let power = pow(10, log10(step).rounded(.down))
        let factor = [1.0, 2, 5].first { $0 * power >= step * (1 - 1e-9) } ?? 10
        return factor * power
    }
}
