import ArgumentParser

@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures the kernels: every operator, on standard shapes or on yours, in every variant.",
        discussion: "Without a subcommand it runs the benchmark; bench help run explains its options and its table.",
        subcommands: [
            RunCommand.self, StepCommand.self, InferenceCommand.self, ListCommand.self, LimitsCommand.self,
            CompareCommand.self, DeterminismCommand.self,
        ],
        defaultSubcommand: RunCommand.self)
}
