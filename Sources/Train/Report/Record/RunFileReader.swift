import Foundation

/// Reads the files of a run directory back. What is damaged is told by file and line.
struct RunFileReader {
    let directory: String

    /// A file's bytes; nil if there is none of this name. Throws `RunError`.
    func bytes(_ name: String) throws -> [UInt8]? {
        let path = path(name)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = try WholeFile.bytes(of: path) else { throw RunError("\(path) cannot be read") }
        return Array(data)
    }

    /// The JSON in a file; nil if there is none of this name. Throws `RunError`.
    func value(_ name: String) throws -> JSONValue? {
        guard let bytes = try bytes(name) else { return nil }
        do {
            return try JSONValue(parsing: bytes)
        } catch let damage as JSONDamage {
            throw damaged(name, line: damage.line, damage)
        }
    }

    /// What a file holds in JSON; nil if there is none of this name. Throws `RunError`.
    func decode<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value? {
        // First for the line of a syntax error, which Foundation's decoder does not tell.
        guard try value(name) != nil, let bytes = try bytes(name) else { return nil }
        do {
            return try JSON.decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw RunError("\(path(name)): \(Self.words(for: error))")
        }
    }

    /// The JSON of each line of a file that grows by lines. A last line without its end is one that was being written when
    /// the run was killed, and is left out. Throws `RunError`.
    func lines(_ name: String) throws -> [JSONValue] {
        guard let bytes = try bytes(name) else { return [] }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return try lines.dropLast().enumerated().map { index, line in
            do {
                return try JSONValue(parsing: Array(line))
            } catch let damage as JSONDamage {
                throw damaged(name, line: index + 1, damage)
            }
        }
    }

    private func path(_ name: String) -> String { "\(directory)/\(name)" }

    private func damaged(_ name: String, line: Int, _ damage: JSONDamage) -> RunError {
        RunError("\(path(name)):\(line): this is not JSON: \(damage.expected) was expected")
    }

    private static func words(for error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context):
            "\(place(context.codingPath)) has no '\(key.stringValue)'"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            "\(place(context.codingPath)): \(context.debugDescription)"
        @unknown default: "\(error)"
        }
    }

    /// "[2].chart.series[0]".
    private static func place(_ path: [any CodingKey]) -> String {
        let place = path.reduce("") { text, key in
            if let index = key.intValue { return "\(text)[\(index)]" }
            return text.isEmpty ? key.stringValue : "\(text).\(key.stringValue)"
        }
        return place.isEmpty ? "the file" : place
    }
}
