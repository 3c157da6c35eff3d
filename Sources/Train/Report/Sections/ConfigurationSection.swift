/// Every setting of a run, folded.
struct ConfigurationSection {
    let configuration: JSONValue

    var html: HTML {
        """
        <details class="print">
        <summary>Configuration: every setting as the run used it</summary>
        <div><table class="settings">
        <thead><tr><th scope="col">setting</th><th scope="col">value</th></tr></thead>
        <tbody>
        \(configuration.leaves.map {
            "<tr><td><code>\($0.path)</code></td><td>\($0.text)</td></tr>\n" as HTML
        })</tbody>
        </table></div>
        </details>

        """
    }
}

extension JSONValue {
    /// Everything within the value that has no names below it: the names on the way there, and its text.
    var leaves: [(path: String, text: String)] { leaves(at: "") }

    private func leaves(at path: String) -> [(path: String, text: String)] {
        switch self {
        case .object(let members) where !members.isEmpty:
            members.flatMap { $0.value.leaves(at: path.isEmpty ? $0.name : "\(path).\($0.name)") }
        case .list(let values) where values.contains { !$0.members.isEmpty }:
            values.enumerated().flatMap { $0.element.leaves(at: "\(path)[\($0.offset)]") }
        default: [(path, text)]
        }
    }

    /// The value in words.
    var text: String {
        switch self {
        case .null: "none"
        case .bool(let value): value ? "yes" : "no"
        case .number(let text), .string(let text): text
        case .list(let values): values.isEmpty ? "none" : values.map(\.text).joined(separator: ", ")
        case .object(let members): members.map { "\($0.name): \($0.value.text)" }.joined(separator: ", ")
        }
    }
}
