import ArgumentParser
import SwiftletTrain

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Says what became faster or slower from one run to another, beyond the noise.",
        discussion: """
            Takes two files that --json has written. Rows of the same operator, pass, shape, variant and threads are \
            compared: one is faster or slower if the middle halves of its samples (from the lower to the upper \
            quartile) do not meet, and the medians differ by more than \(Comparison.leastChangeText).

            Example:
              bench compare before.json after.json --fail-on-slower
            """)

    @Argument(help: ArgumentHelp("Figures from before.", valueName: "base.json"))
    var base: String

    @Argument(help: ArgumentHelp("Figures from after.", valueName: "new.json"))
    var new: String

    @Flag(help: "End with status 1 if a row is slower, or its result wrong.")
    var failOnSlower = false

    @Flag(help: "Write one line of JSON to standard output, and all text to standard error.")
    var json = false

    func run() throws {
        let (before, after) = (try JSONReport.read(base), try JSONReport.read(new))
        let comparison = Comparison(before: before, after: after)
        print(comparison.text)
        if json { try StandardOutput.write(json: comparison.report) }
        if failOnSlower, comparison.isWorse { throw ExitCode(1) }
    }
}
