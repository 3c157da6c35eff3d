import ArgumentParser
import SwiftletTrain

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists all operators and their kernel variants.",
        discussion: """
            The variant that auto takes depends on the CPU, and a few on the shape.

            Example:
              bench list --json
            """)

    @Flag(help: "Write one line of JSON to standard output, and all text to standard error.")
    var json = false

    private struct Listing: Encodable {
        struct Entry: Encodable {
            var operatorName: String
            var variant: String
            var instructionSet: String
            var isSupported: Bool
            var isAutomatic: Bool
            var summary: String

            enum CodingKeys: String, CodingKey {
                case operatorName = "operator"
                case variant, instructionSet, isSupported, isAutomatic, summary
            }
        }

        let cpu = Machine.cpu
        let instructionSet = Machine.instructionSet
        let threading = Machine.threadingModel
        let variants = Registry.variants.map {
            Entry(
                operatorName: $0.operatorName, variant: $0.name, instructionSet: $0.instructionSet,
                isSupported: $0.isSupported, isAutomatic: $0.isAutomatic, summary: $0.summary)
        }
    }

    func run() throws {
        if json { return try StandardOutput.write(json: Listing()) }
        var table = TextTable(["operator", "variant", "needs", "runs here", "auto", "how it works"])
        for variant in Registry.variants {
            table.add([
                variant.operatorName, variant.name, variant.instructionSet, variant.isSupported ? "yes" : "no",
                variant.isAutomatic ? "takes it" : "", variant.summary,
            ])
        }
        print(Machine.title + "\n")
        print(table.text)
    }
}
