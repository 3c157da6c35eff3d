import Foundation

/// How metrics are shown to people.
public enum MetricText {
    /// A value as text: shares as per cent, everything else with four digits.
    public static func value(_ value: Double, of name: String) -> String {
        // Its sign means nothing, and C writes it.
        if value.isNaN { return "NaN" }
        if isShare(name) { return String(printf: "%.2f %%", 100 * value) }
        return String(printf: "%.4g", value)
    }

    /// Whether a metric is a share between 0 and 1 that is shown as per cent.
    static func isShare(_ name: String) -> Bool { shareEndings.contains(where: name.hasSuffix) }

    /// The area under a ROC curve is not among them: it is customary to give it as a number up to 1.
    private static let shareEndings = ["accuracy", "error_rate", "fidelity", "_share", "_fraction"]

    /// The names in the order in which they are shown: loss, accuracy, then the others by the alphabet.
    static func ordered(_ names: some Sequence<String>) -> [String] {
        names.sorted { (rank($0), $0) < (rank($1), $1) }
    }

    /// Metrics in one line, as in "loss 0.4123  accuracy 81.20 %"; `prefix` goes before each name.
    static func line(_ means: [String: Double], prefix: String = "") -> [String] {
        ordered(means.keys).map {
            "\(prefix)\($0) \(value(means[$0]!, of: $0))".replacing("_", with: " ")
        }
    }

    /// A time span: "8.2 s", "3 min 05 s", "2 h 07 min".
    public static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite && seconds < 1e9 else { return "?" }
        if seconds < 9.95 { return String(printf: "%.1f s", max(seconds, 0)) }
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return String(printf: "%ld min %02ld s", whole / 60, whole % 60) }
        let minutes = Int((seconds / 60).rounded())
        return String(printf: "%ld h %02ld min", minutes / 60, minutes % 60)
    }

    /// A speed: "0.52 images/s", "1234 sentences/s".
    static func rate(_ samplesPerSecond: Double, of samples: String) -> String {
        String(printf: samplesPerSecond < 10 ? "%.2f" : "%.0f", samplesPerSecond) + " \(samples)/s"
    }

    private static func rank(_ name: String) -> Int {
        switch name {
        case "loss": 0
        case "accuracy": 1
        default: 2
        }
    }
}
