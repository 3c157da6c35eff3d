/// Cuts records of comma-separated values (RFC 4180) into fields: a field in quotes may hold the separator, line ends, and quotes
/// that are written twice.
enum DelimitedRecord {
    /// The fields of a record; nil if a quote is still open at its end.
    ///
    /// A quote within a field that does not begin with one is a character like others, and so are those of a field whose closing
    /// quote is not followed by a separator: not everything that writes such files knows the rules.
    static func fields(_ record: some RandomAccessCollection<UInt8>, separator: UInt8) -> [String]? {
        fields(Array(record), separator: separator, quotes: true)
    }

    /// The fields where quotes are characters like others.
    static func plainFields(_ record: some RandomAccessCollection<UInt8>, separator: UInt8) -> [String] {
        fields(Array(record), separator: separator, quotes: false) ?? []
    }

    /// The separator that a first line `sep=,` announces, as Excel writes and reads it; nil if the line is none.
    static func separator(announcedBy line: some BidirectionalCollection<UInt8>) -> UInt8? {
        let signs = Array(line).split(separator: quote, omittingEmptySubsequences: true).joined()
        guard signs.count == 5, String(decoding: signs.prefix(4), as: UTF8.self).lowercased() == "sep=" else {
            return nil
        }
        return signs.last
    }

    private static let quote = UInt8(ascii: "\"")

    private static func fields(_ bytes: [UInt8], separator: UInt8, quotes: Bool) -> [String]? {
        var fields: [String] = []
        var position = 0
        while true {
            var start = position
            // Blanks between a separator and a quote are not part of the field.
            while start < bytes.count, bytes[start] == 0x20 { start += 1 }
            if quotes, start < bytes.count, bytes[start] == quote {
                guard let (field, end) = quotedField(bytes, from: start + 1) else { return nil }
                if end == bytes.count || bytes[end] == separator {
                    fields.append(String(decoding: field, as: UTF8.self))
                    if end == bytes.count { return fields }
                    position = end + 1
                    continue
                }
            }
            let end = bytes[position...].firstIndex(of: separator) ?? bytes.count
            fields.append(String(decoding: bytes[position..<end], as: UTF8.self))
            if end == bytes.count { return fields }
            position = end + 1
        }
    }

    /// The content up to the closing quote, and the position behind it and blanks; nil if there is none.
    private static func quotedField(_ bytes: [UInt8], from start: Int) -> (field: [UInt8], end: Int)? {
        var field: [UInt8] = []
        var position = start
        while let next = bytes[position...].firstIndex(of: quote) {
            field += bytes[position..<next]
            guard next + 1 < bytes.count, bytes[next + 1] == quote else {
                var end = next + 1
                while end < bytes.count, bytes[end] == 0x20 { end += 1 }
                return (field, end)
            }
            field.append(quote)
            position = next + 2
        }
        return nil
    }
}
