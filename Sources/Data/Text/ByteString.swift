#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A text as a key: equal to another if its UTF-8 bytes are, and ordered by them.
///
/// Swift calls texts equal that Unicode does, such as a letter with its accent as one character and as two. Embeddings,
/// vocabularies and exported models tell them apart, and so must what looks up words in them.
public struct ByteString: Hashable, Comparable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The text.
    public let text: String

    /// A text as a key.
    public init(_ text: String) { self.text = text }

    /// A literal text as a key.
    public init(stringLiteral text: String) { self.text = text }

    /// The text.
    public var description: String { text }

    /// Whether the bytes of both are the same.
    public static func == (first: ByteString, second: ByteString) -> Bool {
        first.withBytes { bytes in
            second.withBytes { others in
                bytes.count == others.count
                    && (bytes.isEmpty || memcmp(bytes.baseAddress!, others.baseAddress!, bytes.count) == 0)
            }
        }
    }

    /// Whether the bytes of the first come before those of the second.
    public static func < (first: ByteString, second: ByteString) -> Bool {
        first.withBytes { bytes in second.withBytes { bytes.lexicographicallyPrecedes($0) } }
    }

    /// Feeds the bytes to a hasher.
    public func hash(into hasher: inout Hasher) {
        withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    private func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        // Texts that Swift made have their bytes in a row; those from Foundation may not.
        if let result = text.utf8.withContiguousStorageIfAvailable(body) { return result }
        return Array(text.utf8).withUnsafeBufferPointer(body)
    }
}

extension Collection where Element == String {
    /// The position of a name: the one of the same bytes, else one that Unicode calls equal, as files get it that were unpacked on
    /// another system. Nil if there is neither.
    package func position(of name: String) -> Index? {
        firstIndex { ByteString($0) == ByteString(name) } ?? firstIndex(of: name)
    }

    /// Whether these are texts of the same bytes in the same order.
    package func hasSameBytes(as other: some Collection<String>) -> Bool {
        elementsEqual(other) { ByteString($0) == ByteString($1) }
    }
}
