import ArgumentParser
import ExperimentSupport
import SwiftletNN
import SwiftletTrain

/// Lists the runs in a folder.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the runs in a folder: when, how long, and what they reached.",
        discussion: """
            A run that cannot be read is named and hides no other.

            Example:
              runs list experiments --json
            """)

    @Argument(help: ArgumentHelp("Folder of run directories.", valueName: "folder"))
    var folder = "runs"

    @Flag(help: "Write one line of JSON to standard output.")
    var json = false

    private struct Result: Encodable {
        var runs: [RunRecord.Summary]
        var failures: [String]
    }

    func run() throws {
        let listing = try RunListing(folder)
        if json {
            try StandardOutput.write(json: Result(runs: listing.runs.map(\.summary), failures: listing.failures))
        } else if listing.runs.isEmpty && listing.failures.isEmpty {
            print("There are no runs in \(folder).")
        } else if !listing.runs.isEmpty {
            print(TextTable.aligned([RunListing.columns] + listing.rows))
        }
        listing.failures.forEach { report(RunError($0)) }
        if !listing.failures.isEmpty { throw ExitCode.failure }
    }
}
