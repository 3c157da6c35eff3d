/// Names of the files in a run directory.
enum RunFile {
    static let configuration = "config.json"
    static let environment = "environment.json"
    static let metrics = "metrics.jsonl"
    static let result = "result.json"
    static let figures = "figures.json"
    static let tables = "tables.json"
    static let report = "report.html"
    /// A folder of event files.
    static let tensorBoard = "tensorboard"
}
