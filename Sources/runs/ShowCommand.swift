import ArgumentParser
import ExperimentSupport
import SwiftletTrain

/// Shows one run.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a run: results, settings, environment, and the command that repeats it.")

    @Argument(help: ArgumentHelp("Run directory.", valueName: "folder"))
    var directory: String

    func run() throws {
        let text = RunText(try RunRecord(directory))
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
