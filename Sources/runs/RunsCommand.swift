import ArgumentParser
import SwiftletTensor

/// The command `runs`.
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "Look at what runs have left behind.",
        discussion: """
            A run is a folder that a training has left behind.

            Examples:
              runs list
              runs report runs/a runs/b --output comparison.html
            """,
        version: SwiftletVersion.string,
        subcommands: [ReportCommand.self, ListCommand.self, ShowCommand.self])
}
