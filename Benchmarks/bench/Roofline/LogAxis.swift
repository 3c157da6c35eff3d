import Foundation

/// A logarithmic axis over whole decades.
struct LogAxis {
    /// Powers of ten at its ends.
    let low: Int
    let high: Int

    /// An axis over positive values.
    init(covering values: [Double]) {
        let logarithms = values.map { log10($0) }
        low = Int((logarithms.min() ?? 0).rounded(.down))
        high = max(low + 1, Int((logarithms.max() ?? 1).rounded(.up)))
    }

    /// Where a value lies, from 0 at the low end to 1 at the high one.
    func fraction(of value: Double) -> Double { (log10(value) - Double(low)) / Double(high - low) }

    var lowest: Double { pow(10, Double(low)) }
    var highest: Double { pow(10, Double(high)) }

    /// The powers of ten with their labels.
    var decades: [(value: Double, label: String)] {
        (low...high).map { power in
            let value = pow(10, Double(power))
            return (value, power < 0 ? String(format: "%.\(-power)f", value) : String(format: "%.0f", value))
        }
    }

    /// Two and five times the powers of ten.
    var betweenDecades: [Double] { (low..<high).flatMap { power in [2, 5].map { $0 * pow(10, Double(power)) } } }
}
