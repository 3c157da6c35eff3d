import ArgumentParser
import SwiftletTrain

/// Writes one page about runs.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Write one self-contained HTML page over one run or several.",
        discussion: """
            Several runs are set side by side: results in one table, curves in one picture.

            Example:
              runs report runs/a runs/b --output comparison.html
            """)

    @Argument(help: ArgumentHelp("Run directories.", valueName: "folder"))
    var directories: [String]

    @Option(help: ArgumentHelp("The page; one that is there is replaced.", valueName: "file"))
    var output = "report.html"

    @Flag(help: "Write one line of JSON to standard output, and all text to standard error.")
    var json = false

    private struct Result: Encodable {
        var report: String
        var runs: [String]
    }

    func run() throws {
        try RunReport(directories: directories).write(to: output)
        print("Report: \(output)")
        if json { try StandardOutput.write(json: Result(report: output, runs: directories)) }
    }
}
