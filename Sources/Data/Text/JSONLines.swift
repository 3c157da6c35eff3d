import SwiftletTensor

/// Reads an object of JSON on each line, with a key for the label and one for the text.
struct JSONLines: SentenceParser {
    let file: String
    let labelKey: String
    let textKey: String
    private(set) var severalLabels = 0

    var name: String { "JSON lines with the label in '\(labelKey)' and the text in '\(textKey)'" }

    init(file: String, labelKey: String, textKey: String) {
        (self.file, self.labelKey, self.textKey) = (file, labelKey, textKey)
    }

    mutating func sentence(_ line: UnsafeRawBufferPointer, number: Int) throws -> LabelledSentence? {
        let members = try Self.members(of: line, file: file, number: number)
        let labels = try value(of: labelKey, members, number).scalars
        guard let label = labels.first?.trimmed, !label.isEmpty else {
            throw DataError(
                file: file, line: number, "the value of '\(labelKey)' is no label: a text or a number was expected")
        }
        if labels.count > 1 { severalLabels += 1 }
        guard case .text(let text) = try value(of: textKey, members, number) else {
            throw DataError(file: file, line: number, "the value of '\(textKey)' is no text")
        }
        return LabelledSentence(label: label, text: text.trimmed, line: number)
    }

    private func value(of key: String, _ members: [JSONMember], _ number: Int) throws -> JSONMember.Value {
        // Of two equal keys the last one counts, as in most readers.
        guard let member = members.last(where: { $0.key.utf8.elementsEqual(key.utf8) }) else {
            throw DataError(file: file, line: number, "the object has no key '\(key)'")
        }
        return member.value
    }

    /// The members of the object that a line holds. Throws `DataError`.
    static func members(of line: UnsafeRawBufferPointer, file: String, number: Int) throws -> [JSONMember] {
        var scanner = JSONLineScanner(line)
        guard let members = scanner.object() else {
            throw DataError(
                file: file, line: number,
                "the line is no object of JSON (at byte \(scanner.position + 1)): {\"key\": value, ...} on one line was expected"
            )
        }
        return members
    }
}

/// A key of an object with its value, as far as sentences need it.
struct JSONMember: Equatable {
    enum Value: Equatable {
        case text(String)
        /// A number, true or false, as it is written.
        case literal(String)
        case null
        case list([Value])
        case object

        /// The texts and literals that it is or, of a list, holds.
        var scalars: [String] {
            switch self {
            case .text(let text), .literal(let text): [text]
            case .list(let values): values.flatMap(\.scalars)
            case .null, .object: []
            }
        }
    }

    var key: String
    var value: Value
}

/// Reads one object of JSON (RFC 8259).
struct JSONLineScanner {
    private let bytes: UnsafeRawBufferPointer
    /// Where it stands: after a failure, at what was not expected.
    private(set) var position = 0
    /// Values within values; a hostile line must not exhaust the stack.
    private static let mostLevels = 64

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// The members of the object, behind which there may be white space only; nil if this is not one.
    mutating func object() -> [JSONMember]? {
        guard let members = members(level: 0) else { return nil }
        skipSpaces()
        return position == bytes.count ? members : nil
    }

    private mutating func members(level: Int) -> [JSONMember]? {
        guard level < Self.mostLevels, take("{") else { return nil }
        var members: [JSONMember] = []
        if take("}") { return members }
        repeat {
            guard let key = string(), take(":"), let value = value(level: level) else { return nil }
            members.append(JSONMember(key: key, value: value))
        } while take(",")
        return take("}") ? members : nil
    }

    private mutating func value(level: Int) -> JSONMember.Value? {
        skipSpaces()
        switch position < bytes.count ? bytes[position] : 0 {
        case UInt8(ascii: "\""): return string().map { .text($0) }
        case UInt8(ascii: "{"): return members(level: level + 1).map { _ in .object }
        case UInt8(ascii: "["): return list(level: level + 1).map { .list($0) }
        default: return literal()
        }
    }

    private mutating func list(level: Int) -> [JSONMember.Value]? {
        guard level < Self.mostLevels, take("[") else { return nil }
        var values: [JSONMember.Value] = []
        if take("]") { return values }
        repeat {
            guard let value = value(level: level) else { return nil }
            values.append(value)
        } while take(",")
        return take("]") ? values : nil
    }

    private mutating func literal() -> JSONMember.Value? {
        let end = bytes[position...].firstIndex { !Self.isOfLiterals($0) } ?? bytes.count
        let text = String(decoding: bytes[position..<end], as: UTF8.self)
        switch text {
        case "null":
            position = end
            return .null
        case "true", "false": break
        default:
            // Python writes NaN and Infinity, which are no labels.
            guard let number = Double(text), number.isFinite, text.utf8.first != UInt8(ascii: "+") else { return nil }
        }
        position = end
        return .literal(text)
    }

    private static func isOfLiterals(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "E"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escape() else { return nil }
                text += UTF8.encode(scalar)!
            case 0..<0x20: return nil
            default:
                text.append(byte)
                position += 1
            }
        }
        return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
        guard position + 1 < bytes.count else { return nil }
        let letter = bytes[position + 1]
        if letter == UInt8(ascii: "u") { return unicodeEscape() }
        let simple: [UInt8: Unicode.Scalar] = [
            UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/", UInt8(ascii: "b"): "\u{8}",
            UInt8(ascii: "f"): "\u{c}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
        ]
        guard let scalar = simple[letter] else { return nil }
        position += 2
        return scalar
    }

    /// Half of a pair alone is no character, and becomes the replacement character, as in most readers.
    private mutating func unicodeEscape() -> Unicode.Scalar? {
        guard let first = codeUnit() else { return nil }
        position += 6
        guard (0xd800..<0xdc00).contains(first), let second = codeUnit(), (0xdc00..<0xe000).contains(second) else {
            return Unicode.Scalar(first) ?? "\u{fffd}"
        }
        position += 6
        return Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
    }

    private func codeUnit() -> UInt32? {
        guard position + 6 <= bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return nil }
        let digits = String(decoding: bytes[position + 2..<position + 6], as: UTF8.self)
        guard digits.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        return UInt32(digits, radix: 16)
    }

    private mutating func skipSpaces() {
        while position < bytes.count, bytes[position].isASCIISpace { position += 1 }
    }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        skipSpaces()
        guard position < bytes.count, bytes[position] == UInt8(ascii: sign) else { return false }
        position += 1
        return true
    }
}
