import Foundation

/// A logarithmic axis whose ends and ticks are 1, 2 or 5 times a power of ten.
struct LogAxis {
    let lowest: Double
    let highest: Double
    /// With a label where there is room for one.
    let ticks: [(value: Double, label: String?)]

    /// An axis over positive values.
    init(covering values: [Double]) {
        let (smallest, largest) = (values.min() ?? 1, values.max() ?? 10)
        let powers = Int(log10(smallest).rounded(.down))...Int(log10(largest).rounded(.down)) + 1
        let round = powers.flatMap { power in [1.0, 2, 5].map { (factor: $0, value: $0 * pow(10, Double(power))) } }
        let first = round.lastIndex { $0.value <= smallest * (1 + 1e-9) } ?? 0
        let last = max(first + 1, round.firstIndex { $0.value >= largest * (1 - 1e-9) } ?? round.count - 1)
        lowest = round[first].value
        highest = round[last].value
        let isShort = last - first <= 9
        ticks = round[first...last].map { factor, value in
            (value, isShort || factor == 1 ? Self.label(value) : nil)
        }
    }

    private static func label(_ value: Double) -> String {
        value >= 1
            ? String(printf: "%.0f", value) : String(printf: "%.*f", Int32((-log10(value) - 1e-9).rounded(.up)), value)
    }

    /// Where a value lies, from 0 at the low end to 1 at the high one.
    func fraction(of value: Double) -> Double { log(value / lowest) / log(highest / lowest) }
}
