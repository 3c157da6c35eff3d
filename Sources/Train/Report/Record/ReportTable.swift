/// A table that a run leaves behind and its report shows, best with the figures of others beside its own.
public struct ReportTable: Codable, Equatable, Sendable {
    /// The name of the table whose rows a report shows first and large, and beside those of other runs: what was
    /// reached (a name, a value with its unit, and perhaps a figure to compare it with).
    public static let keyResults = "key-results"

    /// What it is called among the tables of a run.
    public var name: String
    /// What the table shows.
    public var title: String
    /// Heads of the columns.
    public var columns: [String]
    /// Cells row by row; a row may be shorter than the others.
    public var rows: [[String]]
    /// Remarks below the table, such as where reference figures come from.
    public var notes: [String]

    /// A table with its heads, cells and remarks.
    public init(name: String, title: String, columns: [String], rows: [[String]], notes: [String] = []) {
        self.name = name
        self.title = title
        self.columns = columns
        self.rows = rows
        self.notes = notes
    }

    /// The table of key results: a name, a value with its unit, and a figure to compare with, which may be empty.
    public static func keyResults(
        _ results: [(name: String, value: String, reference: String)], notes: [String] = []
    ) -> ReportTable {
        ReportTable(
            name: keyResults, title: "Key results", columns: ["result", "value", "to compare"],
            rows: results.map { [$0.name, $0.value, $0.reference] }, notes: notes)
    }
}
