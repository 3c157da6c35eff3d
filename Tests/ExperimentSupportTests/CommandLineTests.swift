import ArgumentParser
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
        #expect(JSONFlag.isGiven(in: try Nested.parse(["--json"])))
        #expect(!JSONFlag.isGiven(in: try Nested.parse(["--other"])))
        #expect(JSONFlag.isGiven(in: try Inner.parse(["--json"])))
        #expect(!JSONFlag.isGiven(in: try WithFile.parse(["--json", "file"])))
    }
}
