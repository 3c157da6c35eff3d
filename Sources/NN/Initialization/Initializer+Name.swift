/// A name of an initializer that cannot be understood, in one sentence.
public struct InitializerError: Error, CustomStringConvertible, Equatable {
    /// What was given and what was expected.
    public let description: String
}

extension Initializer: CustomStringConvertible {
    private static let plain: [(name: String, value: Initializer)] = [
        ("zeros", .zeros), ("fan-in-uniform", .fanInUniform), ("glorot-uniform", .glorotUniform),
        ("glorot-normal", .glorotNormal), ("he-uniform", .heUniform), ("he-normal", .heNormal),
        ("lecun-normal", .lecunNormal), ("orthogonal", .orthogonal),
    ]

    /// The forms that `init(parsing:)` takes.
    public static var names: [String] {
        plain.map(\.name) + ["constant(VALUE)", "uniform(LOW,HIGH)", "normal(MEAN,DEVIATION)"]
    }

    /// The initializer of a name, with numbers in parentheses where it takes some: `he-normal`, `normal(0,0.02)`.
    /// Throws `InitializerError` for anything else.
    public init(parsing text: String) throws {
        if let found = Self.plain.first(where: { $0.name == text }) {
            self = found.value
            return
        }
        let parts = text.split(separator: "(", maxSplits: 1)
        let arguments = parts.count == 2 && parts[1].hasSuffix(")") ? parts[1].dropLast() : ""
        let fields = arguments.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = fields.compactMap { Float($0.filter { $0 != " " }) }.filter(\.isFinite)
        switch (parts.first, numbers.count, fields.count) {
        case ("constant", 1, 1): self = .constant(numbers[0])
        case ("uniform", 2, 2) where numbers[0] <= numbers[1]: self = .uniform(low: numbers[0], high: numbers[1])
        case ("normal", 2, 2) where numbers[1] >= 0: self = .normal(mean: numbers[0], deviation: numbers[1])
        default:
            let names = Self.names.joined(separator: ", ")
            throw InitializerError(description: "'\(text)' is not an initializer; expected one of \(names)")
        }
    }

    /// The form that `init(parsing:)` reads.
    public var description: String {
        switch self {
        case .constant(let value): return "constant(\(value))"
        case .uniform(let low, let high): return "uniform(\(low),\(high))"
        case .normal(let mean, let deviation): return "normal(\(mean),\(deviation))"
        default: return Self.plain.first { $0.value == self }?.name ?? ""
        }
    }
}
