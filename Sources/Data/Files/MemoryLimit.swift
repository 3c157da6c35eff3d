/// How much memory a loader may take for what it reads: data are refused before they are held, not after.
///
/// What is counted is what the loader holds, not the room that arrays keep for growing, nor buffers of fixed size.
public struct MemoryLimit: Sendable, Equatable {
    /// Most bytes; nil for as much as there is.
    public let bytes: Int?

    /// As much as there is.
    public static let none = MemoryLimit(bytes: nil)

    /// A limit in bytes.
    public init(bytes: Int?) {
        self.bytes = bytes
    }

    /// The value of `--memory-limit`: a whole number of KB, MB or GB (powers of 1000) or of KiB, MiB or GiB; nil if it is none.
    public init?(_ text: String) {
        let units = ["KB": 1000, "MB": 1_000_000, "GB": 1_000_000_000, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30]
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number > 0, let unit = units[String(text.dropFirst(digits.count))] else {
            return nil
        }
        let (bytes, overflows) = number.multipliedReportingOverflow(by: unit)
        if overflows { return nil }
        self.bytes = bytes
    }

    /// Throws a `DataError` about the file if so many bytes are too many. `isLeast` says that more may be needed.
    public func require(_ needed: Int, file: String?, isLeast: Bool = false) throws {
        guard let bytes, needed > bytes else { return }
        throw DataError(
            file: file,
            "reading this takes \(isLeast ? "at least " : "")\(needed) bytes of memory, but --memory-limit allows \(bytes)"
        )
    }
}

/// What a loader holds so far, where its need is known only as it reads.
struct MemoryUse {
    let limit: MemoryLimit
    let file: String
    private(set) var bytes = 0

    /// Bytes that an array or a dictionary spends on an element or a text, besides its content.
    static let overhead = 32

    init(_ limit: MemoryLimit, file: String, bytes: Int = 0) {
        self.limit = limit
        self.file = file
        self.bytes = bytes
    }

    /// Counts bytes that are about to be held. Throws `DataError` if they are too many.
    mutating func take(_ more: Int) throws {
        bytes += more
        try limit.require(bytes, file: file, isLeast: true)
    }
}
