/// A size or switch of a shape.
struct ShapeKey: Sendable {
    var name: String
    /// Value if the shape does not give one.
    var fallback: Int
    var minimum = 1
    /// Named without a value, as in `transposeB`.
    var isSwitch = false

    static func size(_ name: String, _ fallback: Int, minimum: Int = 1) -> ShapeKey {
        ShapeKey(name: name, fallback: fallback, minimum: minimum)
    }
    static func flag(_ name: String) -> ShapeKey { ShapeKey(name: name, fallback: 0, minimum: 0, isSwitch: true) }
}

/// The sizes and switches of one shape, complete with defaults.
struct ShapeArguments: Sendable {
    /// For the table.
    var name: String
    private(set) var values: [String: Int]

    init(name: String, values: [String: Int], keys: [ShapeKey]) {
        precondition(values.keys.allSatisfy { key in keys.contains { $0.name == key } }, "unknown key in \(name)")
        self.values = Dictionary(uniqueKeysWithValues: keys.map { ($0.name, values[$0.name] ?? $0.fallback) })
        let sizes = keys.filter { !$0.isSwitch && values[$0.name] != nil }.map { "\($0.name)=\(values[$0.name]!)" }
        let switches = keys.filter { $0.isSwitch && values[$0.name] == 1 }.map(\.name)
        self.name = ([name] + [(sizes + switches).joined(separator: ",")]).filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// Parses what `--shape` gives.
    init(_ text: String, keys: [ShapeKey], operatorName: String) throws {
        let valid = keys.map { $0.isSwitch ? $0.name : "\($0.name)=\($0.fallback)" }.joined(separator: ", ")
        var values: [String: Int] = [:]
        for item in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
            let parts = item.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
            guard let key = keys.first(where: { $0.name == parts[0] }) else {
                throw BenchError("no size '\(parts[0])' in a shape of \(operatorName) (valid: \(valid)).")
            }
            if key.isSwitch {
                guard parts.count == 1 else { throw BenchError("\(key.name) is a switch and takes no value.") }
                values[key.name] = 1
            } else {
                guard parts.count == 2, let value = Int(parts[1]), (key.minimum...1 << 31).contains(value) else {
                    throw BenchError("\(key.name) must be a number from \(key.minimum) up, got '\(item)'.")
                }
                values[key.name] = value
            }
        }
        self.init(name: "", values: values, keys: keys)
    }

    subscript(key: String) -> Int { values[key]! }
    func isOn(_ key: String) -> Bool { values[key]! != 0 }
}
