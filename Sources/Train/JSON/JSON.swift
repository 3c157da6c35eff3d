import Foundation

/// The JSON of run directories and of `--json`: keys in order, numbers that read back as the same bits.
///
/// A property `samplesPerS` has the key `samples_per_s`; the keys of dictionaries stay as they are.
///
/// JSON has no word for numbers that are not finite; they are written as the strings "NaN", "Infinity" and "-Infinity",
/// and read back from them.
public enum JSON {
    /// A value as JSON on one line, without a line end.
    public static func line(_ value: some Encodable) throws -> String {
        String(decoding: try encode(value, isPretty: false), as: UTF8.self)
    }

    /// Numbers by name as a JSON object on one line, in their order, each name by its bytes. Of names that Unicode calls equal, a
    /// dictionary would keep one.
    public static func line(numbers: [(name: String, value: Float)]) throws -> String {
        "{" + (try numbers.map { "\(quoted($0.name)):\(try number($0.value))" }).joined(separator: ",") + "}"
    }

    private static func number(_ value: Float) throws -> String { value.isFinite ? "\(value)" : try line(value) }

    /// A value as JSON for a file: indented, ending in a line end.
    static func document(_ value: some Encodable) throws -> Data {
        try encode(value, isPretty: true) + Data("\n".utf8)
    }

    /// The value that JSON text describes. Throws `DecodingError`.
    public static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        return try decoder.decode(type, from: data)
    }

    /// A text as a JSON string.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where scalar.value < 0x20: quoted += String(printf: "\\u%04x", scalar.value)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func encode(_ value: some Encodable, isPretty: Bool) throws -> Data {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        return try encoder.encode(value)
    }
}
