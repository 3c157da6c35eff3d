import ArgumentParser
import ExperimentSupport
import SwiftletNN
import SwiftletTrain

/// Shows one run, or several beside each other.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a run: results, settings, environment, and the command that repeats it; or compare several.",
        discussion: """
            Of several runs it shows the results beside each other, and of settings and environment what differs.

            Examples:
              runs show runs/reviews
              runs show runs/a runs/b --json
            """)

    @Argument(help: ArgumentHelp("Run directories.", valueName: "folder"))
    var directories: [String]

    @Flag(help: "Write one line of JSON to standard output: settings, environment and results of each run.")
    var json = false

    private struct Result: Encodable {
        var runs: [RunRecord.Content]
    }

    func run() throws {
        let runs = try directories.map { try RunRecord($0) }
        if json { return try StandardOutput.write(json: Result(runs: runs.map(\.content))) }
        if runs.count == 1 { return show(runs[0]) }
        print(TextTable.aligned(RunComparison(runs).rows))
    }

    private func show(_ run: RunRecord) {
        let text = RunText(run)
        for (index, part) in text.parts.enumerated() {
            print((index == 0 ? "" : "\n") + part.title)
            let width = part.pairs.map(\.name.count).max() ?? 0
            for (name, value) in part.pairs {
                let fill = String(repeating: " ", count: width == 0 ? 0 : width - name.count + 2)
                print("  \(name)\(fill)\(value)")
            }
        }
        for table in text.tables {
            print("\n\(table.title)\n\(TextTable.aligned([table.columns] + table.rows))")
            table.notes.forEach { print($0) }
        }
    }
}
