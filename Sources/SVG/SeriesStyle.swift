/// How a curve is told from the others: by colour, and by dashes once the colours are used up.
///
/// The colours are those of Okabe and Ito (2008, "Color universal design"), which people with colour-blindness can tell
/// apart; their yellow is left out, because it is hard to see on white.
package struct SeriesStyle {
    private static let colors = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"]
    private static let dashes: [String?] = [nil, "7 4", "2 3", "10 3 2 3"]

    package let color: String
    package let dash: String?

    /// The style of the curve at `index`.
    package init(index: Int) {
        color = Self.colors[index % Self.colors.count]
        dash = Self.dashes[index / Self.colors.count % Self.dashes.count]
    }
}
