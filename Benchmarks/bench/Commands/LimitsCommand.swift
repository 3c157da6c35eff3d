import ArgumentParser
import Foundation
import SwiftletTrain

struct LimitsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "limits",
        abstract: "Measures the machine's limits: the multiply-add peak, and the bandwidth of each level of memory.",
        discussion: """
            Every row of the benchmark is judged by these limits.

            Example:
              bench limits --threads 1,2 --json limits.json
            """)

    @Option(
        help: ArgumentHelp("Thread counts, separated by commas (default: 1 and all processors).", valueName: "counts"))
    var threads: String?

    @Option(help: ArgumentHelp("Also write the figures to a JSON file (default: none).", valueName: "file"))
    var json: String?

    func run() throws {
        let all = ThreadCounts.all
        let counts = try ThreadCounts.parse(threads, fallback: all == 1 ? [1] : [1, all])
        if let json { try AtomicFile.requireWritable(json) }
        Interruption.install()
        print(Machine.title + "\n")
        let limits = try MachineLimits.measure(threads: counts)
        print(LimitsTable(limits).text)
        if let json { try JSONReport(rows: [], limits: limits).write(to: json) }
    }
}
