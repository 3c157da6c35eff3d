/// Whether a text from a run directory is an SVG picture of shapes, text and pictures alone, so that it may become part of
/// a page. What is not goes into the page as a picture, where a browser runs nothing and loads nothing.
struct InlineSVG {
    private static let elements: Set<String> = [
        "svg", "g", "title", "desc", "rect", "line", "polyline", "polygon", "circle", "ellipse", "path", "text",
        "tspan",
        "image",
    ]
    private static let attributes: Set<String> = [
        "xmlns", "width", "height", "viewBox", "role", "font-family", "font-size", "font-weight", "x", "y", "x1", "y1",
        "x2", "y2", "cx", "cy", "r", "rx", "ry", "dx", "dy", "d", "points", "fill", "fill-opacity", "stroke",
        "stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-linecap", "stroke-opacity", "opacity",
        "text-anchor", "dominant-baseline", "transform", "preserveAspectRatio", "image-rendering", "href",
    ]

    private var rest: ArraySlice<UInt8>
    private var open: [String] = []

    /// Whether every element and attribute of the text is known to be harmless, and every element is closed.
    static func accepts(_ text: some Sequence<UInt8>) -> Bool {
        var scanner = InlineSVG(rest: Array(text)[...].drop(while: isBlank))
        guard scanner.rest.starts(with: "<svg".utf8) else { return false }
        repeat {
            guard scanner.takeTag() else { return false }
            scanner.rest = scanner.rest.drop { $0 != UInt8(ascii: "<") }
        } while !scanner.open.isEmpty
        return scanner.rest.isEmpty
    }

    private init(rest: ArraySlice<UInt8>) { self.rest = rest }

    /// Takes one tag, from its `<` to its `>`. Comments and declarations are no tags.
    private mutating func takeTag() -> Bool {
        guard take("<") else { return false }
        if take("/") {
            guard let last = open.popLast() else { return false }
            return takeName() == last && take(">")
        }
        guard let name = takeName(), Self.elements.contains(name) else { return false }
        while true {
            rest = rest.drop(while: Self.isBlank)
            if take("/>") { return !open.isEmpty }
            if take(">") {
                open.append(name)
                return true
            }
            guard takeAttribute() else { return false }
        }
    }

    private mutating func takeAttribute() -> Bool {
        guard let name = takeName(), take("=\"") else { return false }
        let value = rest.prefix { $0 != UInt8(ascii: "\"") }
        rest = rest.dropFirst(value.count)
        guard take("\""), !value.contains(UInt8(ascii: "<")) else { return false }
        if name == "href" { return value.starts(with: "data:image/png;base64,".utf8) }
        // A paint or a transform has no business with addresses.
        return (Self.attributes.contains(name) || name.hasPrefix("data-") || name == "class")
            && String(decoding: value, as: UTF8.self).lowercased().firstRange(of: "url(") == nil
    }

    private mutating func takeName() -> String? {
        let name = rest.prefix { byte in
            let character = UnicodeScalar(byte)
            return character.isASCII && character.properties.isAlphabetic || character == "-"
                || ("0"..."9").contains(character)
        }
        rest = rest.dropFirst(name.count)
        return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    }

    private mutating func take(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
}
