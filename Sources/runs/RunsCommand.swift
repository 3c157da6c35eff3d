import ArgumentParser

/// The command `runs`.
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "Look at what runs have left behind.",
        subcommands: [ReportCommand.self, ListCommand.self, ShowCommand.self])
}
