import SwiftletSVG

/// A piece of HTML. Literals are markup; what is interpolated into them is text and is escaped, unless it is HTML itself,
/// so that no text from data can become markup by oversight.
struct HTML: ExpressibleByStringInterpolation, Equatable {
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(2 * literalCapacity) }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ text: some StringProtocol) { self.text += HTML.escaped(String(text)) }
        mutating func appendInterpolation(_ number: Int) { text += String(number) }
        mutating func appendInterpolation(_ html: HTML) { text += html.text }
        mutating func appendInterpolation(_ pieces: [HTML]) { for piece in pieces { text += piece.text } }
    }

    /// The markup.
    let text: String

    init(stringLiteral text: String) { self.text = text }
    init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    /// Text that is markup already and was made by this package.
    init(trusted markup: String) { text = markup }

    /// Nothing.
    static let empty: HTML = ""

    /// Whether there is nothing in it.
    var isEmpty: Bool { text.isEmpty }

    /// A text as it stands between tags or in a quoted attribute.
    static func escaped(_ text: String) -> String { SVG.escaped(text) }
}
