/// The values that the header of a .npy file is made of, in Python's notation.
enum PythonLiteral: Equatable {
    case text(String)
    case truth(Bool)
    /// A tuple of whole numbers.
    case numbers([Int])
    /// A list of anything, which is not looked into.
    case list
}

/// Reads a dictionary in Python's notation, as far as headers of .npy files use it.
struct PythonLiteralScanner {
    private let bytes: [UInt8]
    private var position = 0
    /// Numbers in a tuple that are taken in; no array has more axes.
    private static let longestTuple = 64

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The dictionary, behind which there may be blanks only. Throws `ArrayDamage`.
    mutating func dictionary() throws -> [String: PythonLiteral] {
        var result: [String: PythonLiteral] = [:]
        try expect("{")
        while !take("}") {
            let key = try text()
            try expect(":")
            guard result.updateValue(try value(), forKey: key) == nil else {
                throw ArrayDamage("the header names '\(key)' twice")
            }
            if !take(",") {
                try expect("}")
                break
            }
        }
        skipBlanks()
        guard position == bytes.count else { throw damage("the end of the header") }
        return result
    }

    private mutating func value() throws -> PythonLiteral {
        skipBlanks()
        guard position < bytes.count else { throw damage("a value") }
        switch bytes[position] {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "T"): return .truth(try word("True", true))
        case UInt8(ascii: "F"): return .truth(try word("False", false))
        case UInt8(ascii: "("): return .numbers(try tuple())
        case UInt8(ascii: "["):
            try skipList()
            return .list
        default: throw damage("a value")
        }
    }

    private mutating func word(_ word: String, _ value: Bool) throws -> Bool {
        guard bytes[position...].starts(with: word.utf8) else { throw damage("True or False") }
        position += word.utf8.count
        return value
    }

    private mutating func text() throws -> String {
        skipBlanks()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "'") || bytes[position] == UInt8(ascii: "\"")
        else { throw damage("a text") }
        guard let end = bytes[(position + 1)...].firstIndex(of: bytes[position]) else { throw damage("a whole text") }
        let content = bytes[(position + 1)..<end]
        // A backslash would begin an escape; no name of a field or type that can be read has one.
        guard !content.contains(UInt8(ascii: "\\")) else { throw damage("a text without a backslash") }
        position = end + 1
        return String(decoding: content, as: UTF8.self)
    }

    private mutating func tuple() throws -> [Int] {
        try expect("(")
        var numbers: [Int] = []
        while !take(")") {
            numbers.append(try number())
            guard numbers.count <= Self.longestTuple else { throw damage("fewer numbers") }
            if !take(",") {
                try expect(")")
                break
            }
        }
        return numbers
    }

    private mutating func number() throws -> Int {
        skipBlanks()
        let digits = bytes[position...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard let number = Int(String(decoding: digits, as: UTF8.self)) else { throw damage("a whole number") }
        position += digits.count
        // Python 2 marked long numbers.
        if position < bytes.count, bytes[position] == UInt8(ascii: "L") { position += 1 }
        return number
    }

    private mutating func skipList() throws {
        var depth = 0
        repeat {
            skipBlanks()
            guard position < bytes.count else { throw damage("the end of a list") }
            switch bytes[position] {
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                _ = try text()
                continue
            case UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "]"): depth -= 1
            default: break
            }
            position += 1
        } while depth > 0
    }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard position < bytes.count, bytes[position] == UInt8(ascii: sign) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ sign: Unicode.Scalar) throws {
        if !take(sign) { throw damage("'\(sign)'") }
    }

    private mutating func skipBlanks() {
        while position < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[position]) { position += 1 }
    }

    private func damage(_ expected: String) -> ArrayDamage {
        ArrayDamage("the header is malformed at byte \(position + 1), where \(expected) was expected")
    }
}
