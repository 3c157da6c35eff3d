extension JSONValue: Encodable {
    /// Writes the value as it is; a number keeps its value, not its digits.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .string(let text): try container.encode(text)
        case .list(let values): try container.encode(values)
        case .number(let text):
            if let whole = Int64(text) {
                try container.encode(whole)
            } else if let whole = UInt64(text) {
                try container.encode(whole)
            } else {
                try container.encode(Double(text) ?? .nan)
            }
        case .object(let members):
            // The keys of a dictionary stay as they are.
            try container.encode(Dictionary(members.map { ($0.name, $0.value) }) { $1 })
        }
    }
}
