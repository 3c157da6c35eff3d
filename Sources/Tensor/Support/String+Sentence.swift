extension String {
    /// Most characters of a sentence; an excerpt of a file may be of any length.
    private static let longestSentence = 1000

    /// This text as an error may tell it: in one line, its middle left out where it is very long.
    ///
    /// What a sentence cites from a file may hold line ends, which would forge further messages, and control characters,
    /// which steer a terminal. They are written as `\u{1b}`.
    package var asSentence: String {
        // Most texts are short and plain.
        guard utf8.count > Self.longestSentence || unicodeScalars.contains(where: Self.isControl) else { return self }
        var shown = Substring.UnicodeScalarView()
        for scalar in unicodeScalars {
            if Self.isControl(scalar) {
                shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            } else {
                shown.append(scalar)
            }
        }
        guard shown.count > Self.longestSentence else { return String(shown) }
        let half = Self.longestSentence / 2
        return "\(Substring(shown.prefix(half))) ... \(Substring(shown.suffix(half)))"
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        // The categories are looked up in tables, which few characters need.
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7f }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: return true
        default: return false
        }
    }
}
