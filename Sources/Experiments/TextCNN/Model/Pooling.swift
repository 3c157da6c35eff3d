/// How a feature's values over all positions of a sentence become one value.
public enum Pooling: String, Codable, CaseIterable, Sendable {
    /// The mean over the positions whose window holds real tokens only.
    case average
    /// The largest value over those positions.
    case max
    /// Both, side by side.
    case both
}
