/// The classes of a data set: their names, in a fixed order that gives each its number.
public struct LabelSet: Sendable, Equatable {
    /// The names, as the file spells them.
    public let names: [String]
    private let numbers: [ByteString: Int32]

    /// Number of classes.
    public var count: Int { names.count }

    /// The distinct labels, sorted by value if all are integers, else by their UTF-8 bytes.
    ///
    /// Throws `DataError` for a single class, which leaves nothing to tell apart.
    public init(of file: SentenceFile) throws {
        try self.init(labels: file.sentences.map(\.label), file: file.path)
    }

    /// As `init(of:)`, for labels that come from elsewhere; `file` is named in errors.
    public init(labels: some Sequence<String>, file: String? = nil) throws {
        let distinct = Set(labels.lazy.map { ByteString($0) })
        guard distinct.count > 1 else {
            let found = distinct.first.map { "every example has the label \"\($0)\"" } ?? "there are no examples"
            throw DataError(file: file, "\(found), but at least two classes are needed")
        }
        self.init(names: Self.sorted(distinct))
    }

    /// The classes of a model that was stored, in its order. The names must be distinct.
    public init(names: [String]) {
        self.names = names
        numbers = Dictionary(uniqueKeysWithValues: zip(names.lazy.map { ByteString($0) }, 0...))
    }

    /// The number of a class; nil if there is no such class.
    public func number(of name: String) -> Int32? { numbers[ByteString(name)] }

    /// The class numbers of a file's examples. Throws `DataError` at the first label that is not in this set.
    public func numbers(of file: SentenceFile) throws -> [Int32] {
        try file.sentences.map { sentence in
            if let number = numbers[ByteString(sentence.label)] { return number }
            let known = names.prefix(10).joined(separator: ", ") + (names.count > 10 ? ", ..." : "")
            throw DataError(
                file: file.path, line: sentence.line,
                "the label \"\(sentence.label)\" does not occur in the training data, whose labels are \(known)")
        }
    }

    private static func sorted(_ labels: Set<ByteString>) -> [String] {
        let valued = labels.compactMap { label in Int(label.text).map { (value: $0, label: label) } }
        guard valued.count == labels.count else { return labels.sorted().map(\.text) }
        return valued.sorted { ($0.value, $0.label) < ($1.value, $1.label) }.map(\.label.text)
    }

    /// Whether both have the same names in the same order.
    public static func == (first: LabelSet, second: LabelSet) -> Bool {
        first.count == second.count && first.numbers == second.numbers
    }
}
