#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What a file is, by its first bytes, whatever its name says: for the sentence that refuses it.
public struct FileKind: Sendable, Equatable, CustomStringConvertible {
    /// A noun phrase with its article, such as "a JPEG image".
    public let description: String
    /// Whether it may be read line by line: text, also JSON, but not what is a document, an image or a pointer in form of text,
    /// nor text in an encoding without a mark.
    public let isText: Bool

    /// What a ZIP archive is called that is nothing else as well.
    static let zip = "a ZIP archive"

    /// Bytes from the start of a file that are enough to name it.
    public static let headByteCount = 4096

    init(_ description: String, isText: Bool) {
        self.description = description
        self.isText = isText
    }

    /// Names a file by its first bytes, of which `headByteCount` are enough.
    public init(_ head: [UInt8]) {
        let head = FileHead(bytes: head)
        if head.bytes.isEmpty {
            self.init("an empty file", isText: true)
        } else if let text = Self.text(head) {
            self = Self.signed(head, isText: true) ?? text
        } else {
            let name = Self.archive(head) ?? Self.numeric(head) ?? Self.signed(head, isText: false)?.description
            self.init(name ?? Self.unknown(head), isText: false)
        }
    }

    /// Names the file at a path, without unpacking it; nil if it cannot be read.
    public init?(path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var head = [UInt8](repeating: 0, count: Self.headByteCount)
        let count = head.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard count >= 0 else { return nil }
        self.init(Array(head.prefix(count)))
    }

    /// Names the file at a path if it is a regular file: from a pipe, what is read would be gone.
    init?(regularFile path: String) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        self.init(path: path)
    }

    /// Whether it is more than bytes of which nothing can be said.
    public var isKnown: Bool { !description.hasPrefix("binary data of unknown kind") }

    /// The sentence about a file that begins with these bytes and is not what was expected:
    /// "this is a JPEG image, but a PNG or PGM image was expected".
    public static func refusal(of head: [UInt8], expected: String) -> String {
        FileKind(head).refusal(expected: expected)
    }

    /// The sentence about a file of this kind where another was expected.
    public func refusal(expected: String) -> String {
        // A pointer stands for what was expected, which is no matter of its form.
        description.contains(": ") ? "this is \(self)" : "this is \(self), but \(expected) was expected"
    }

    private static func unknown(_ head: FileHead) -> String {
        let digits = head.bytes.prefix(4).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }
        return "binary data of unknown kind, which begin with the bytes \(digits.joined(separator: " "))"
    }
}

/// The first bytes of a file, with tests for what stands where.
struct FileHead {
    let bytes: [UInt8]

    /// Whether these bytes stand at an offset.
    func has(_ expected: some Collection<UInt8>, at offset: Int = 0) -> Bool {
        bytes.count >= offset && bytes[offset...].starts(with: expected)
    }

    /// Whether this text stands at an offset.
    func has(_ expected: String, at offset: Int = 0) -> Bool { has(expected.utf8, at: offset) }

    /// The byte at an offset; nil beyond the end.
    subscript(offset: Int) -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

    /// Whether a text occurs anywhere.
    func contains(_ text: String) -> Bool {
        let pattern = Array(text.utf8)
        guard bytes.count >= pattern.count else { return false }
        return (0...bytes.count - pattern.count).contains { bytes[$0...].starts(with: pattern) }
    }

    /// The little-endian integer of `count` bytes at an offset; nil beyond the end.
    func littleEndian(_ count: Int, at offset: Int) -> UInt64? {
        guard offset + count <= bytes.count else { return nil }
        return bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
