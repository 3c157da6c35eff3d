import ArgumentParser

struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists all operators and their kernel variants.",
        discussion: """
            The variant that auto takes depends on the CPU, and a few on the shape.

            Example:
              bench list
            """)

    func run() {
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
