/// Splits a text into words, or into characters that are taken for words.
public struct Tokenizer: Sendable, Equatable, Codable {
    /// What is done to a text before it is split.
    public enum Cleaning: String, Sendable, Codable, CaseIterable {
        /// Nothing: words are what white space separates.
        case none
        /// The clean-up of Kim 2014; see `KimCleaning`.
        case kim
    }

    /// What a text is split into.
    public enum Splitting: String, Sendable, Codable, CaseIterable {
        /// What white space separates.
        case words
        /// Every character that a reader sees as one (an extended grapheme cluster of Unicode), without white space: for
        /// languages that are written without spaces, such as Chinese, Japanese and Thai.
        case characters
    }

    /// The words of a text that are used. What a network needs grows with the longest of its sentences, gigabytes for a book in
    /// one line.
    public static let maximumTokens = 10_000

    /// What is done to a text before it is split.
    public var cleaning: Cleaning
    /// Whether words are lower-cased, as the words of GloVe 6B are.
    public var lowercase: Bool
    /// What a text is split into.
    public var splitting: Splitting

    /// A tokenizer with the given habits.
    public init(cleaning: Cleaning = .kim, lowercase: Bool = true, splitting: Splitting = .words) {
        self.cleaning = cleaning
        self.lowercase = lowercase
        self.splitting = splitting
    }

    /// Reads a tokenizer; one that was stored before there was a choice splits into words.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        cleaning = try values.decode(Cleaning.self, forKey: .cleaning)
        lowercase = try values.decode(Bool.self, forKey: .lowercase)
        splitting = try values.decodeIfPresent(Splitting.self, forKey: .splitting) ?? .words
    }

    /// The words of a text, separated at ASCII white space, at most `maximumTokens`. An empty text has none.
    public func tokens(of text: String) -> [String] { truncatedTokens(of: text).tokens }

    /// The words of a text, and whether some that follow were dropped.
    public func truncatedTokens(of text: String) -> (tokens: [String], isTruncated: Bool) {
        var text = text
        return text.withUTF8 { bytes in
            guard cleaning == .kim else { return split(bytes) }
            return KimCleaning.clean(bytes).withUnsafeBufferPointer { split($0) }
        }
    }

    private func split(_ bytes: UnsafeBufferPointer<UInt8>) -> (tokens: [String], isTruncated: Bool) {
        var tokens: [String] = []
        var isTruncated = false
        var start = 0
        for position in 0...bytes.count where position == bytes.count || bytes[position].isASCIISpace {
            if position > start {
                if tokens.count == Self.maximumTokens {
                    isTruncated = true
                    break
                }
                tokens.append(word(bytes[start..<position]))
            }
            start = position + 1
        }
        guard splitting == .characters else { return (tokens, isTruncated) }
        let characters = tokens.lazy.flatMap { word in word.lazy.filter { !$0.isWhitespace }.map { String($0) } }
        let kept = Array(characters.prefix(Self.maximumTokens + 1))
        return (Array(kept.prefix(Self.maximumTokens)), isTruncated || kept.count > Self.maximumTokens)
    }

    private func word(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        guard lowercase else { return String(decoding: bytes, as: UTF8.self) }
        // Unicode's rules are needed for few words and cost far more than ASCII's.
        if bytes.contains(where: { $0 >= 0x80 }) { return String(decoding: bytes, as: UTF8.self).lowercased() }
        return String(unsafeUninitializedCapacity: bytes.count) { room in
            for (offset, byte) in bytes.enumerated() {
                room[offset] = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
            }
            return bytes.count
        }
    }
}
