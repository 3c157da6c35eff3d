/// The classes of a data set: their names, in a fixed order that gives each its number.
public struct LabelSet: Sendable, Equatable {
    /// The names, as the file spells them.
    public let names: [String]
    private let numbers: [String: Int32]

    /// Most classes that are accepted: more is taken for a file whose lines carry no labels.
    public static let maximumCount = 1000

    /// Number of classes.
    public var count: Int { names.count }

    /// The distinct labels, sorted by value if all are integers, else as text.
    ///
    /// Throws `DataError` for a single class, which leaves nothing to tell apart, and for more than `maximumCount`.
    public init(of file: SentenceFile) throws {
        try self.init(labels: file.sentences.map(\.label), file: file.path)
    }

    /// As `init(of:)`, for labels that come from elsewhere; `file` is named in errors.
    public init(labels: some Sequence<String>, file: String? = nil) throws {
        let distinct = Set(labels)
        guard distinct.count > 1 else {
            let found = distinct.first.map { "every line has the label \"\($0)\"" } ?? "there are no examples"
            throw DataError(file: file, "\(found), but at least two classes are needed")
        }
        guard distinct.count <= Self.maximumCount else {
            throw DataError(
                file: file,
                "there are \(distinct.count) different labels, more than \(Self.maximumCount): "
                    + "a label was expected before the text on each line")
        }
        self.init(names: Self.sorted(distinct))
    }

    /// The classes of a model that was stored, in its order. The names must be distinct.
    public init(names: [String]) {
        self.names = names
        numbers = Dictionary(uniqueKeysWithValues: zip(names, 0...))
    }

    /// The number of a class; nil if there is no such class.
    public func number(of name: String) -> Int32? { numbers[name] }

    /// The class numbers of a file's examples. Throws `DataError` at the first label that is not in this set.
    public func numbers(of file: SentenceFile) throws -> [Int32] {
        try file.sentences.map { sentence in
            if let number = numbers[sentence.label] { return number }
            let known = names.prefix(10).joined(separator: ", ") + (names.count > 10 ? ", ..." : "")
            throw DataError(
                file: file.path, line: sentence.line,
                "the label \"\(sentence.label)\" does not occur in the training data, whose labels are \(known)")
        }
    }

    private static func sorted(_ labels: Set<String>) -> [String] {
        let valued = labels.compactMap { label in Int(label).map { (value: $0, label: label) } }
        guard valued.count == labels.count else { return labels.sorted() }
        return valued.sorted { ($0.value, $0.label) < ($1.value, $1.label) }.map(\.label)
    }
}
