import ArgumentParser
import ExperimentSupport
import SwiftletTensor

@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures the kernels: every operator, on standard shapes or on yours, in every variant.",
        discussion: """
            Without a subcommand it runs the benchmark; bench help run explains its options and its table.

            Examples:
              bench gemm conv2d --threads 1,2
              bench step cvae --profile
            """,
        version: SwiftletVersion.string,
        subcommands: BenchCommands.all,
        defaultSubcommand: RunCommand.self)

    static func main() { runProgram() }
}
