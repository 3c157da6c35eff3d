/// Whether what stands where labels are expected are labels.
struct LabelPlausibility {
    /// Distinct labels that any file may have.
    private static let fewLabels = 5
    /// Examples of a class that is hardly one.
    private static let rareCount = 2
    /// Distinct labels beyond which many rare ones are never an accident.
    private static let manyLabels = 100

    /// How often each label occurs.
    private let counts: [ByteString: Int]
    private let total: Int
    /// The labels that are known already, as of the training file; nil if there are none.
    private let known: LabelSet?

    init(_ labels: some Sequence<String>, known: LabelSet? = nil) {
        counts = labels.reduce(into: [:]) { $0[ByteString($1), default: 0] += 1 }
        total = counts.values.reduce(0, +)
        self.known = known
    }

    /// Number of different labels.
    var distinctCount: Int { counts.count }

    /// Whether there is a label, and each is a single word.
    var areWords: Bool { total > 0 && !counts.keys.contains { $0.text.utf8.contains(where: \.isASCIISpace) } }

    private var rareLabels: [ByteString] { counts.filter { $0.value <= Self.rareCount }.map(\.key) }

    /// Whether these are the labels of examples: known ones, or not mostly with one example or two.
    var isPlausible: Bool {
        guard total > 0, counts[""] == nil else { return false }
        if let known {
            return 2 * counts.filter { known.number(of: $0.key.text) != nil }.values.reduce(0, +) >= total
        }
        guard distinctCount > Self.fewLabels, 2 * rareLabels.count > distinctCount else { return true }
        return 10 * distinctCount <= total && distinctCount <= Self.manyLabels
    }

    /// Whether a label, one of these, seems to be the name of their column: a word where all others are numbers, or one that occurs
    /// nowhere else where all others occur often.
    func isName(_ label: String) -> Bool {
        let key = ByteString(label)
        guard counts[key] == 1, total > 2 else { return false }
        let others = counts.filter { $0.key != key }
        if Double(label) == nil, others.keys.allSatisfy({ Double($0.text) != nil }) { return true }
        return others.count > 1 && others.values.allSatisfy { $0 > Self.rareCount }
    }

    /// Whether a label occurs once among these.
    func isSingle(_ label: String) -> Bool { counts[ByteString(label)] == 1 }

    /// Most words of a name of a column.
    private static let longestName = 3

    /// Whether fields could be names of columns: a few words each, no numbers, no sentences.
    static func areNames(_ fields: [String]) -> Bool {
        fields.allSatisfy { field in
            Double(field) == nil && field.utf8.split(whereSeparator: \.isASCIISpace).count <= longestName
                && !field.utf8.contains(where: ".!?,".utf8.contains)
        }
    }

    /// Signs that most labels have where a table or JSON was cut at spaces.
    private static let foreignSigns = Array(",;|\"{}^~=".utf8)

    /// Whether most names seem to be the beginnings of records of another format.
    var areCut: Bool {
        let cut = counts.keys.count { name in
            name.text.utf8.contains(where: Self.foreignSigns.contains) || name.text.utf8.contains("::".utf8)
        }
        return 2 * cut > distinctCount
    }

    /// Whether most names hold signs of another format.
    func holds(_ signs: String) -> Bool {
        2 * counts.keys.count { $0.text.utf8.contains(where: signs.utf8.contains) } > distinctCount
    }

    /// What was seen, for the sentence of a refusal.
    var summary: String {
        let rare = rareLabels.sorted()
        let shown = (rare.isEmpty ? counts.keys.sorted() : rare).prefix(3).map { Self.cited($0.text) }
        let count = "\(total) examples have \(distinctCount) different labels"
        guard !rare.isEmpty else { return "\(count), such as \(shown.joined(separator: " and "))" }
        return "\(count), \(rare.count) of them with one or two examples, such as \(shown.joined(separator: " and "))"
    }

    private static func cited(_ label: String) -> String {
        let short = String(label.prefix(40))
        return "\"\(short)\(short.utf8.count < label.utf8.count ? "..." : "")\""
    }
}
