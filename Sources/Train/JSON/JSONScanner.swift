import SwiftletData

/// Reads JSON from front to back, piece by piece as its caller expects it, or value by value. Throws `JSONDamage`.
///
/// Foundation's decoder would not do: it keeps one of two equal keys in silence, forgets the order of keys, and does not
/// say where a text is damaged.
struct JSONScanner {
    /// Values within values, more than any file of this package has: a hostile text must not exhaust the stack.
    private static let mostLevels = 64

    private let text: [UInt8]
    private var position = 0

    init(_ text: [UInt8]) {
        self.text = text
    }

    /// Reads `{...}`, calling `readValue` with each key; it must read the value.
    mutating func readObject(_ readValue: (String, inout JSONScanner) throws -> Void) throws {
        try expect("{")
        if take("}") { return }
        repeat {
            let key = try readString()
            try expect(":")
            try readValue(key, &self)
        } while take(",")
        try expect("}")
    }

    /// Reads any value.
    mutating func readValue(level: Int = 0) throws -> JSONValue {
        if level >= Self.mostLevels { throw malformed("at most \(Self.mostLevels) values within each other") }
        skipBlanks()
        switch position < text.count ? text[position] : 0 {
        case UInt8(ascii: "{"): return try readMembers(level: level + 1)
        case UInt8(ascii: "["): return try readList(level: level + 1)
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try readNumberText())
        default: break
        }
        for (word, value) in [("true", JSONValue.bool(true)), ("false", .bool(false)), ("null", .null)]
        where text[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return value
        }
        throw malformed("a value")
    }

    private mutating func readMembers(level: Int) throws -> JSONValue {
        var members: [JSONValue.Member] = []
        var names: Set<ByteString> = []
        try readObject { name, scanner in
            guard names.insert(ByteString(name)).inserted else { throw scanner.malformed("no second '\(name)'") }
            members.append(JSONValue.Member(name: name, value: try scanner.readValue(level: level)))
        }
        return .object(members)
    }

    private mutating func readList(level: Int) throws -> JSONValue {
        try expect("[")
        if take("]") { return .list([]) }
        var values: [JSONValue] = []
        repeat { values.append(try readValue(level: level)) } while take(",")
        try expect("]")
        return .list(values)
    }

    /// Reads a number with sign, fraction and exponent; its digits stay as they are.
    private mutating func readNumberText() throws -> String {
        let start = position
        while position < text.count, case let byte = text[position],
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
        {
            position += 1
        }
        let number = String(decoding: text[start..<position], as: UTF8.self)
        guard number.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil else {
            position = start
            throw malformed("a number")
        }
        return number
    }

    /// Reads `[...]` of whole numbers that are not negative.
    mutating func readNumbers() throws -> [Int] {
        try expect("[")
        if take("]") { return [] }
        var numbers: [Int] = []
        repeat { numbers.append(try readNumber()) } while take(",")
        try expect("]")
        return numbers
    }

    /// Reads a string in quotes.
    mutating func readString() throws -> String {
        try expect("\"")
        var bytes: [UInt8] = []
        while let byte = next() {
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: bytes, as: UTF8.self) else { throw malformed("valid UTF-8") }
                return string
            case UInt8(ascii: "\\"): bytes += try readEscape()
            case 0..<0x20:
                position -= 1
                throw malformed("a string without control characters")
            default: bytes.append(byte)
            }
        }
        throw malformed("the end of a string")
    }

    /// Makes sure that only blanks are left.
    mutating func expectEnd() throws {
        skipBlanks()
        if position < text.count { throw malformed("nothing more") }
    }

    private mutating func readNumber() throws -> Int {
        skipBlanks()
        let start = position
        var number = 0
        while position < text.count, case UInt8(ascii: "0")...UInt8(ascii: "9") = text[position] {
            let digit = Int(text[position] - UInt8(ascii: "0"))
            let (tens, overflowsTens) = number.multipliedReportingOverflow(by: 10)
            let (sum, overflowsSum) = tens.addingReportingOverflow(digit)
            if overflowsTens || overflowsSum { throw malformed("a number below 2^63") }
            number = sum
            position += 1
        }
        let hasLeadingZero = position > start + 1 && text[start] == UInt8(ascii: "0")
        if position == start || hasLeadingZero { throw malformed("a whole number") }
        return number
    }

    /// Reads what follows a backslash, as UTF-8.
    private mutating func readEscape() throws -> [UInt8] {
        switch next() {
        case UInt8(ascii: "\""): return [UInt8(ascii: "\"")]
        case UInt8(ascii: "\\"): return [UInt8(ascii: "\\")]
        case UInt8(ascii: "/"): return [UInt8(ascii: "/")]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0c]
        case UInt8(ascii: "n"): return [0x0a]
        case UInt8(ascii: "r"): return [0x0d]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return try readUnicodeEscape()
        default: throw malformed("a known escape")
        }
    }

    /// Reads the hexadecimal digits of `\uXXXX`, and of the second half if it is the first of a surrogate pair.
    private mutating func readUnicodeEscape() throws -> [UInt8] {
        var units = [try readCodeUnit()]
        if UTF16.isLeadSurrogate(units[0]) {
            guard next() == UInt8(ascii: "\\"), next() == UInt8(ascii: "u") else { throw malformed("a low surrogate") }
            units.append(try readCodeUnit())
        }
        guard let string = String(validating: units, as: UTF16.self) else { throw malformed("a valid character") }
        return Array(string.utf8)
    }

    private mutating func readCodeUnit() throws -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next(), let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 0x80 else {
                throw malformed("four hexadecimal digits")
            }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    private mutating func expect(_ character: UnicodeScalar) throws {
        if !take(character) { throw malformed("'\(character)'") }
    }

    private mutating func take(_ character: UnicodeScalar) -> Bool {
        skipBlanks()
        guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func next() -> UInt8? {
        guard position < text.count else { return nil }
        defer { position += 1 }
        return text[position]
    }

    private mutating func skipBlanks() {
        while position < text.count, [0x20, 0x09, 0x0a, 0x0d].contains(text[position]) { position += 1 }
    }

    private func malformed(_ expected: String) -> JSONDamage {
        let line = 1 + text.prefix(position).count { $0 == UInt8(ascii: "\n") }
        return JSONDamage(position: position, line: line, expected: expected)
    }
}
