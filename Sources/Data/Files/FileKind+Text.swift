extension FileKind {
    /// Text by its encoding, or by what it holds if that gives it away; nil for what is no text.
    static func text(_ head: FileHead) -> FileKind? {
        if let wide = UnicodeEncoding(markedBy: head.bytes) {
            return FileKind("\(wide.name) text", isText: wide != .utf32)
        }
        if let kind = unmarkedUTF16(head) { return kind }
        // A character may be cut at the end of the head.
        let whole = head.bytes.count < headByteCount ? head.bytes[...] : head.bytes.dropLast(3)
        guard !whole.contains(where: isForeignToText) else { return nil }
        let invalid = head.bytes.withUnsafeBytes { $0.firstInvalidUTF8 }
        guard invalid.map({ $0 >= whole.count }) ?? true else {
            return FileKind(encoding(ofBytes: head.bytes[...]), isText: true)
        }
        return structured(head).map { FileKind($0, isText: $0 == json) } ?? FileKind("UTF-8 text", isText: true)
    }

    /// The encoding that text which is not UTF-8 seems to be in, with its article: "text in Windows-1252 or ...".
    static func encoding(ofBytes bytes: ArraySlice<UInt8>) -> String {
        let high = bytes.lazy.filter { $0 >= 0x80 }
        let letters = bytes.lazy.filter { $0 > 0x20 }.count
        // Western languages have few letters outside ASCII; Cyrillic, Greek, Chinese and Japanese have few within.
        guard 3 * high.count <= letters else {
            return "text in an encoding other than UTF-8 (such as Windows-1251, GB18030 or Shift JIS)"
        }
        let isLatin1 = !high.contains { $0 < 0xa0 }
        return isLatin1 ? "text in Latin-1 or Windows-1252" : "text in Windows-1252"
    }

    /// Control characters other than line ends, tabs, form feeds, escapes and the end mark of DOS.
    private static func isForeignToText(_ byte: UInt8) -> Bool {
        byte < 0x20 && !byte.isASCIISpace && byte != 0x1b && byte != 0x1a || byte == 0x7f
    }

    /// Text of Latin letters in UTF-16 has a zero byte in nearly every second place.
    private static func unmarkedUTF16(_ head: FileHead) -> FileKind? {
        let pairs = head.bytes.count / 2
        guard pairs >= 4 else { return nil }
        for (zero, order) in [(1, "little-endian"), (0, "big-endian")] {
            let count = (0..<pairs).count { pair in
                let letter = head.bytes[2 * pair + 1 - zero]
                let isLetter = (0x20..<0x7f).contains(letter) || letter >= 0xa0 || letter.isASCIISpace
                return head.bytes[2 * pair + zero] == 0 && isLetter
            }
            if 10 * count >= 7 * pairs {
                return FileKind("UTF-16 text without a byte order mark (\(order))", isText: false)
            }
        }
        return nil
    }

    private static let json = "JSON"

    /// Text that is something of its own.
    private static func structured(_ head: FileHead) -> String? {
        if head.has("version https://git-lfs.github.com/spec/") {
            return "a Git LFS pointer: the data itself was not fetched"
        }
        if head.contains("/annex/objects/"), head.bytes.count < 1000 {
            return "a git-annex pointer: the data itself was not fetched"
        }
        let oldPickles = ["(dp0\n", "(lp0\n", "(dp1\n", "(lp1\n", "ccopy_reg\n", "cnumpy\n", "cnumpy.core"]
        if oldPickles.contains(where: { head.has($0) }) { return "a Python pickle" }
        let start = head.bytes.drop { $0.isASCIISpace || $0 == 0xef || $0 == 0xbb || $0 == 0xbf }
        let text = String(decoding: start.prefix(400), as: UTF8.self).lowercased()
        if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") || text.hasPrefix("<head") {
            return "an HTML page"
        }
        if text.hasPrefix("<svg") || text.hasPrefix("<?xml") && text.contains("<svg") { return "an SVG image" }
        if text.hasPrefix("<?xml") { return text.contains("<html") ? "an HTML page" : "an XML document" }
        if let first = text.first, first == "{" || first == "[" {
            let next = text.dropFirst().first { !$0.isWhitespace }
            if next == "\"" || next == "{" || next == "[" && first == "[" || next == "}" { return json }
            if first == "[", let next, next.isNumber || next == "-" { return json }
        }
        return nil
    }
}

/// The encodings of Unicode that a byte order mark announces, other than UTF-8.
enum UnicodeEncoding {
    case utf16LittleEndian, utf16BigEndian, utf32

    /// The encoding whose mark a text begins with.
    init?(markedBy head: some Collection<UInt8>) {
        if head.starts(with: [0xff, 0xfe, 0, 0]) || head.starts(with: [0, 0, 0xfe, 0xff]) {
            self = .utf32
        } else if head.starts(with: [0xff, 0xfe]) {
            self = .utf16LittleEndian
        } else if head.starts(with: [0xfe, 0xff]) {
            self = .utf16BigEndian
        } else {
            return nil
        }
    }

    var name: String { self == .utf32 ? "UTF-32" : "UTF-16" }
}
