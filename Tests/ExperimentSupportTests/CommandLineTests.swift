import ArgumentParser
import SwiftletTrain
import Testing

@testable import ExperimentSupport

@Suite struct CommandLineTests {
    @Test("Negative numbers are joined to the options before them, and nothing else is")
    func negativeNumbers() {
        func parsable(_ words: String...) -> [String] { CommandLineArguments(words).parsable }
        #expect(parsable("train", "--epochs", "-1", "--beta", "-.5") == ["train", "--epochs=-1", "--beta=-.5"])
        #expect(parsable("--rate", "-1e-3", "--rate", "-inf") == ["--rate=-1e-3", "--rate=-inf"])
        #expect(parsable("--a", "--b", "-c", "-") == ["--a", "--b", "-c", "-"])
        #expect(parsable("--a=1", "-1", "x", "-2") == ["--a=1", "-1", "x", "-2"])
        #expect(parsable("--a", "--", "-1") == ["--a", "--", "-1"])
        #expect(parsable() == [])
    }

    @Test func distances() {
        #expect(Suggestion.distance("train", "train") == 0)
        #expect(Suggestion.distance("tain", "train") == 1)
        // An exchange of neighbors is one step.
        #expect(Suggestion.distance("trian", "train") == 1)
        #expect(Suggestion.distance("", "abc") == 3)
        #expect(Suggestion.distance("kitten", "sitting") == 3)
    }

    @Test func suggestions() {
        let words = ["train", "evaluate", "predict"]
        #expect(Suggestion.text(for: "tain", among: words) == "did you mean 'train'?")
        #expect(Suggestion.text(for: "EVALUATE", among: words) == "did you mean 'evaluate'?")
        #expect(Suggestion.text(for: "eval", among: words) == "did you mean 'evaluate'?")
        #expect(Suggestion.text(for: "xyz", among: words) == "expected train, evaluate or predict")
    }

    private struct Inner: ParsableArguments {
        @Flag var json = false
    }
    private struct Middle: ParsableArguments {
        @OptionGroup var inner: Inner
        @Flag var other = false
    }
    private struct Nested: ParsableCommand {
        @OptionGroup var middle: Middle
    }
    private struct WithFile: ParsableCommand {
        @Option var json: String?
    }

    @Test("The flag --json is found in whichever group it is")
    func jsonFlag() throws {
        #expect(GivenOptions.holdJSONFlag(try Nested.parse(["--json"])))
        #expect(!GivenOptions.holdJSONFlag(try Nested.parse(["--other"])))
        #expect(GivenOptions.holdJSONFlag(try Inner.parse(["--json"])))
        #expect(!GivenOptions.holdJSONFlag(try WithFile.parse(["--json", "file"])))
    }

    private enum Four: String, CaseIterable, ExpressibleByArgument { case a, b, c, d }
    private enum Eight: String, CaseIterable, ExpressibleByArgument { case a, b, c, d, e, f, g, h = "h-i" }
    private struct Choices: ParsableCommand {
        @Option var four: Four?
        @Option var eightOfThem: Eight = .a
        @Argument var places: [Eight] = []
    }

    @Test("A value that is none of a list is told with the list, in one line")
    func choices() {
        for (words, sentence) in [
            (["--four", "x"], "--four must be one of a, b, c, d, got 'x'"),
            (["--eight-of-them", "it's"], "--eight-of-them must be one of a, b, c, d, e, f, g, h-i, got 'it's'"),
            (["x"], "<places> must be one of a, b, c, d, e, f, g, h-i, got 'x'"),
        ] {
            do {
                _ = try Choices.parse(words)
                Issue.record("\(words) was taken")
            } catch {
                #expect(
                    CommandLineArguments(words).sentence(for: Choices.message(for: error), of: Choices.self)
                        == sentence)
            }
        }
    }

    private struct Texts: ParsableArguments {
        @Option var labelColumn: String?
        @Option var several: [String] = []
    }
    private struct WithTexts: ParsableCommand {
        @OptionGroup var texts: Texts
        @Option var kernels = "auto"
        @Option var count: Int?
        @Argument var files: [String] = []
    }

    @Test("An empty text is refused, whatever declares it")
    func emptyTexts() throws {
        func require(_ words: String...) throws { try GivenOptions.requireTexts(try WithTexts.parse(words)) }
        try require()
        try require("--label-column", " ", "--several", "a", "--count", "1", "file")
        #expect(throws: RunError("--label-column must not be empty")) { try require("--label-column", "") }
        #expect(throws: RunError("--several must not be empty")) { try require("--several", "a", "--several", "") }
        #expect(throws: RunError("--kernels must not be empty")) { try require("--kernels", "") }
        #expect(throws: RunError("an argument must not be empty")) { try require("a", "") }
    }
}
