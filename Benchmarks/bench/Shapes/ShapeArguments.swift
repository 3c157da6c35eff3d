/// A size or switch of a shape.
struct ShapeKey: Sendable {
    var name: String
    /// Value if the shape does not give one.
    var fallback: Int
    var minimum = 1
    /// Named without a value, as in `transposeB`.
    var isSwitch = false
    /// Whether any smaller value gives a shape that is valid too.
    var canShrink = false

    static func size(_ name: String, _ fallback: Int, minimum: Int = 1, canShrink: Bool = false) -> ShapeKey {
        ShapeKey(name: name, fallback: fallback, minimum: minimum, canShrink: canShrink)
    }
    static func flag(_ name: String) -> ShapeKey { ShapeKey(name: name, fallback: 0, minimum: 0, isSwitch: true) }
}

/// The sizes and switches of one shape, complete with defaults.
struct ShapeArguments: Sendable {
    /// For the table.
    let name: String
    /// Where the shape stands, in front of an error: "shapes.txt, line 3: "; empty for the standard ones.
    private(set) var source = ""
    private let title: String
    private let given: [String: Int]
    private let values: [String: Int]

    /// No operand of a shape has more elements than the product of its sizes, which this bounds.
    private static let largestProduct = 0x1p60

    init(name title: String, values given: [String: Int], keys: [ShapeKey]) {
        precondition(given.keys.allSatisfy { key in keys.contains { $0.name == key } }, "unknown key in \(title)")
        self.title = title
        self.given = given
        values = Dictionary(uniqueKeysWithValues: keys.map { ($0.name, given[$0.name] ?? $0.fallback) })
        let sizes = keys.filter { !$0.isSwitch && given[$0.name] != nil }.map { "\($0.name)=\(given[$0.name]!)" }
        let switches = keys.filter { $0.isSwitch && given[$0.name] == 1 }.map(\.name)
        name = ([title] + [(sizes + switches).joined(separator: ",")]).filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Parses a list such as `M=128,N=400,transposeB`; errors begin with `source`.
    init(_ text: String, keys: [ShapeKey], operatorName: String, source: String = "") throws {
        let valid = keys.map { $0.isSwitch ? $0.name : "\($0.name)=\($0.fallback)" }.joined(separator: ", ")
        var values: [String: Int] = [:]
        for item in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
            let parts = item.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
            guard let key = keys.first(where: { $0.name == parts[0] }) else {
                throw BenchError("\(source)no size '\(parts[0])' in a shape of \(operatorName) (valid: \(valid)).")
            }
            guard values[key.name] == nil else { throw BenchError("\(source)\(key.name) is given twice in '\(text)'.") }
            if key.isSwitch {
                guard parts.count == 1 else {
                    throw BenchError("\(source)\(key.name) is a switch and takes no value, got '\(item)'.")
                }
                values[key.name] = 1
            } else {
                guard parts.count == 2, let value = Int(parts[1]), (key.minimum...1 << 31).contains(value) else {
                    throw BenchError("\(source)\(key.name) must be a number from \(key.minimum) up, got '\(item)'.")
                }
                values[key.name] = value
            }
        }
        self.init(name: "", values: values, keys: keys)
        self.source = source
        // Padding is added on both sides; the rest multiplies.
        let product = keys.reduce(1.0) { product, key in
            product * Double(key.name == "padding" ? 1 + 2 * self[key.name] : max(1, self[key.name]))
        }
        guard product <= Self.largestProduct else { throw BenchError("\(source)the shape '\(text)' is too large.") }
    }

    subscript(key: String) -> Int { values[key]! }
    func isOn(_ key: String) -> Bool { values[key]! != 0 }

    /// The shape with the largest of the sizes that may shrink halved; nil if all of them are 1.
    func halvingLargest(of keys: [ShapeKey]) -> ShapeArguments? {
        guard let largest = keys.filter(\.canShrink).max(by: { self[$0.name] < self[$1.name] }),
            self[largest.name] > largest.minimum
        else { return nil }
        var smaller = given
        smaller[largest.name] = max(largest.minimum, self[largest.name] / 2)
        return ShapeArguments(name: title, values: smaller, keys: keys)
    }
}
