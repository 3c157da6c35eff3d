import Foundation

/// Builds a self-contained SVG picture: shapes, text and pictures, nothing that runs and nothing from elsewhere.
package struct SVG {
    /// Where a text lies relative to its point.
    package enum Anchor: String {
        case start, middle, end
    }

    package static let ink = "#1f2933"
    package static let quiet = "#5f6b7a"
    package static let grid = "#e4e7eb"
    package static let paper = "#ffffff"

    private var body = ""

    package init() {}

    package mutating func rectangle(
        x: Double, y: Double, width: Double, height: Double, fill: String, stroke: String? = nil
    ) {
        body += "<rect \(Self.box(x, y, width, height)) fill=\"\(fill)\""
        body += (stroke.map { " stroke=\"\($0)\" stroke-width=\"2\"" } ?? "") + "/>\n"
    }

    /// A picture from the bytes of a PNG file, stretched to the box.
    package mutating func picture(png: [UInt8], x: Double, y: Double, width: Double, height: Double) {
        body += "<image \(Self.box(x, y, width, height)) preserveAspectRatio=\"none\" "
        body += "href=\"data:image/png;base64,\(Data(png).base64EncodedString())\"/>\n"
    }

    /// What is drawn until the group ends belongs together; `title` is shown where the pointer rests on it.
    package mutating func beginGroup(_ attributes: [(name: String, value: String)] = [], title: String? = nil) {
        body += "<g\(Self.text(of: attributes))>\n" + (title.map { "<title>\(Self.escaped($0))</title>\n" } ?? "")
    }

    package mutating func endGroup() { body += "</g>\n" }

    package mutating func line(from start: (x: Double, y: Double), to end: (x: Double, y: Double), stroke: String) {
        polyline([start, end], stroke: stroke, width: 1)
    }

    package mutating func polyline(
        _ points: [(x: Double, y: Double)], stroke: String, width: Double, dash: String? = nil
    ) {
        let places = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
        body +=
            "<polyline points=\"\(places)\" fill=\"none\" stroke=\"\(stroke)\" stroke-width=\"\(Self.number(width))\" "
        body += "stroke-linejoin=\"round\"" + (dash.map { " stroke-dasharray=\"\($0)\"" } ?? "") + "/>\n"
    }

    /// A dot; `title` is shown where the pointer rests on it.
    package mutating func dot(_ center: (x: Double, y: Double), radius: Double, fill: String, title: String? = nil) {
        body += "<circle cx=\"\(Self.number(center.x))\" cy=\"\(Self.number(center.y))\" r=\"\(Self.number(radius))\" "
        body += "fill=\"\(fill)\""
        body += (title.map { "><title>\(Self.escaped($0))</title></circle>" } ?? "/>") + "\n"
    }

    package mutating func text(
        _ text: String, x: Double, y: Double, size: Double = 13, anchor: Anchor = .start, fill: String = ink,
        isBold: Bool = false, rotation: Double = 0
    ) {
        body += "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" font-size=\"\(Self.number(size))\" "
        body += "text-anchor=\"\(anchor.rawValue)\" fill=\"\(fill)\""
        if isBold { body += " font-weight=\"bold\"" }
        if rotation != 0 {
            body += " transform=\"rotate(\(Self.number(rotation)) \(Self.number(x)) \(Self.number(y)))\""
        }
        body += ">\(Self.escaped(text))</text>\n"
    }

    /// The whole file. `title` is for programs that read pictures aloud.
    package func document(
        width: Double, height: Double, title: String, attributes: [(name: String, value: String)] = []
    ) -> String {
        let size = "\(Self.number(width)) \(Self.number(height))"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.number(width))" height="\(Self.number(height))" \
            viewBox="0 0 \(size)" role="img" font-family="Helvetica, Arial, 'DejaVu Sans', sans-serif"\
            \(Self.text(of: attributes))>
            <title>\(Self.escaped(title))</title>
            <rect width="100%" height="100%" fill="\(Self.paper)"/>
            \(body)</svg>

            """
    }

    /// Roughly how wide a text is: fonts differ, so layouts leave room.
    package static func width(of text: String, size: Double, isBold: Bool = false) -> Double {
        let ems = text.unicodeScalars.reduce(0.0) { sum, scalar in
            switch scalar {
            case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!", " ": sum + 0.3
            case "m", "w", "M", "W", "%", "@": sum + 0.9
            case "A"..."Z": sum + 0.7
            // Ideographs and what comes after them fill a square.
            case _ where scalar.value >= 0x1100 && scalar.properties.isIdeographic: sum + 1
            default: sum + 0.57
            }
        }
        return ems * size * (isBold ? 1.15 : 1)
    }

    /// The text broken at blanks into lines that are not wider than `width`, unless a single word is.
    package static func wrapped(_ text: String, size: Double, isBold: Bool = false, width: Double) -> [String] {
        var lines: [String] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            let longer = lines.last.map { "\($0) \(word)" }
            if let longer, Self.width(of: longer, size: size, isBold: isBold) <= width {
                lines[lines.count - 1] = longer
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    /// The text with XML's special characters written as entities and without those that XML cannot hold.
    package static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case _ where scalar.value < 0x20 || scalar.value == 0xfffe || scalar.value == 0xffff: escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func text(of attributes: [(name: String, value: String)]) -> String {
        attributes.map { " \($0.name)=\"\(escaped($0.value))\"" }.joined()
    }

    private static func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> String {
        "x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" height=\"\(number(height))\""
    }

    /// A coordinate with at most two decimals.
    package static func number(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }
}
