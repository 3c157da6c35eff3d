import ArgumentParser

/// The commands of the program.
enum BenchCommands {
    static let all: [any ParsableCommand.Type] = [
        RunCommand.self, StepCommand.self, InferenceCommand.self, ListCommand.self, LimitsCommand.self,
        CompareCommand.self, DeterminismCommand.self,
    ]

    static var names: [String] { all.compactMap { $0.configuration.commandName } }
}
