/// Any JSON, with the members of objects in the order of the text.
enum JSONValue: Equatable {
    /// One name of an object and its value.
    struct Member: Equatable {
        var name: String
        var value: JSONValue
    }

    case null
    case bool(Bool)
    /// A number as the text writes it.
    case number(String)
    case string(String)
    case list([JSONValue])
    case object([Member])

    /// The whole of a JSON text. Throws `JSONDamage`.
    init(parsing text: [UInt8]) throws {
        var scanner = JSONScanner(text)
        self = try scanner.readValue()
        try scanner.expectEnd()
    }

    /// The value of an object's member; nil if there is none, it is null, or this is no object.
    subscript(name: String) -> JSONValue? {
        guard let value = members.first(where: { $0.name == name })?.value, value != .null else { return nil }
        return value
    }

    /// The members of an object; none of anything else.
    var members: [Member] {
        if case .object(let members) = self { return members }
        return []
    }

    /// The values of a list; none of anything else.
    var values: [JSONValue] {
        if case .list(let values) = self { return values }
        return []
    }

    /// The text of a string.
    var string: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    /// Whether this is `true`.
    var isTrue: Bool { self == .bool(true) }

    /// The value of a number, or of one of the strings that `JSON` writes for what is not finite.
    var number: Double? {
        switch self {
        case .number(let text): return Double(text)
        case .string("NaN"): return .nan
        case .string("Infinity"): return .infinity
        case .string("-Infinity"): return -.infinity
        default: return nil
        }
    }
}
