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
              runs list experiments
            """)

    @Argument(help: ArgumentHelp("Folder of run directories.", valueName: "folder"))
    var folder = "runs"

    func run() throws {
        let listing = try RunListing(folder)
        if listing.runs.isEmpty && listing.failures.isEmpty {
            print("There are no runs in \(folder).")
        } else if !listing.runs.isEmpty {
            print(TextTable.aligned([RunListing.columns] + listing.rows))
        }
        if !listing.failures.isEmpty { throw RunError(listing.failures.joined(separator: "\nerror: ")) }
    }
}
