/// One setting among those of a configuration, found by reflection: its name in JSON and what it holds.
struct Setting {
    /// Names from the outermost to its own, in snake case, separated by full stops: "training.batch_size".
    let path: String
    /// Whether it holds nothing.
    let isNone: Bool
    private let type: Any.Type

    /// The settings of a configuration, those within others included, in the order of their declaration; none of what is no
    /// structure.
    static func all(of configuration: Any) -> [Setting] { all(of: configuration, within: "") }

    private static func all(of configuration: Any, within prefix: String) -> [Setting] {
        let mirror = Mirror(reflecting: configuration)
        guard mirror.displayStyle == .struct else { return [] }
        return mirror.children.flatMap { label, value in
            let path = prefix + snakeCase(label ?? "")
            let inner = Mirror(reflecting: value)
            if inner.displayStyle == .struct {
                return all(of: value, within: "\(path).")
            }
            let isNone = inner.displayStyle == .optional && inner.children.isEmpty
            return [Setting(path: path, isNone: isNone, type: Swift.type(of: value))]
        }
    }

    /// What its value must be, in words.
    var expectation: String {
        switch type {
        case is Bool.Type, is Bool?.Type: return "true or false"
        case is Int.Type: return "a whole number"
        case is Int?.Type: return "a whole number or null"
        case is UInt64.Type: return "a whole number from 0 to 18446744073709551615"
        case is Float.Type, is Double.Type: return "a number"
        case is Float?.Type, is Double?.Type: return "a number or null"
        case is String.Type: return "a text"
        case is String?.Type: return "a text or null"
        case is [Int].Type: return "a list of whole numbers"
        case is [String].Type: return "a list of texts"
        default: break
        }
        guard let choices = type as? any CaseIterable.Type else { return "\(type)" }
        return "one of \(Self.choices(of: choices).joined(separator: ", "))"
    }

    private static func choices<Choices: CaseIterable>(of type: Choices.Type) -> [String] {
        type.allCases.map { choice in (choice as? any RawRepresentable).map { "\($0.rawValue)" } ?? "\(choice)" }
    }

    /// "batchSize" as "batch_size", as `JSON` writes names.
    private static func snakeCase(_ name: String) -> String {
        name.reduce(into: "") { text, character in
            if character.isUppercase { text.append("_") }
            text += character.lowercased()
        }
    }
}
