import ArgumentParser
import SwiftletNN
import SwiftletTrain
import TestSupport
import Testing

@testable import ExperimentSupport

enum Digits: Experiment {
    static let name = "digits"
    static let samples = "images"
    static let defaults = StepDefaults(epochs: 3, batchSize: 64, learningRate: 2e-4)
}

/// A command with every shared group of flags.
private struct Command: ParsableCommand {
    @OptionGroup var steps: StepOptions<Digits>
    @OptionGroup var run: RunOptions
    @OptionGroup var output: OutputOptions<Digits>
}

private struct Configuration: RunConfiguration, StepConfiguration {
    var seed: UInt64 = 1
    var threads = 0
    var kernels = "auto"
    var epochs = 3
    var batchSize = 64
    var learningRate: Float = 2e-4
    var skipBadSteps = 0

    func validate() throws { try validateSteps() }
}

@Suite struct OptionTests {
    private func configuration(_ arguments: [String]) throws -> Configuration {
        let command = try Command.parse(arguments)
        var configuration = Configuration()
        command.steps.apply(to: &configuration)
        command.run.apply(to: &configuration)
        try configuration.validateSteps()
        return configuration
    }

    @Test func flagsThatAreGivenReplaceDefaults() throws {
        let plain = try configuration([])
        #expect(plain.epochs == 3 && plain.batchSize == 64 && plain.learningRate == 2e-4 && plain.seed == 1)
        let changed = try configuration([
            "--epochs", "5", "--batch-size", "8", "--learning-rate", "0.5", "--seed", "7", "--threads", "2",
            "--kernels",
            "reference", "--skip-bad-steps", "4",
        ])
        #expect(changed.skipBadSteps == 4)
        #expect(changed.epochs == 5 && changed.batchSize == 8 && changed.learningRate == 0.5)
        #expect(changed.seed == 7 && changed.threads == 2 && changed.kernels == "reference")
    }

    @Test("Help names the experiment, what it trains on and its defaults")
    func help() {
        let help = Command.helpMessage(columns: 200)
        for text in [
            "runs/digits-DATE-NUMBER", "Images a step. (default: 64)", "(default: 3)", "(default: 0.0002)",
            "$SWIFTLET_DATA",
        ] {
            #expect(help.contains(text), "\(text)")
        }
    }

    @Test(
        "Settings that make no sense",
        arguments: [
            (["--epochs", "0"], "--epochs must be at least 1, got 0"),
            (["--batch-size", "2000000000"], "--batch-size must be at most 1000000000, got 2000000000"),
            (["--learning-rate=-1"], "--learning-rate must be a positive number, got -1.0"),
            (["--learning-rate", "nan"], "--learning-rate must be a positive number, got nan"),
        ])
    func nonsense(arguments: [String], sentence: String) {
        #expect(throws: RunError(sentence)) { try configuration(arguments) }
    }

    @Test func requirementsOfOtherSettings() throws {
        #expect(throws: RunError("--dropout must be at least 0 and below 1, got 1.0")) {
            try requireRate(1, "--dropout")
        }
        #expect(throws: RunError("--beta must be at least 0, got -0.5")) { try requireNotNegative(-0.5, "--beta") }
        try requireNotNegative(0, "--beta")
        try requireRate(0, "--dropout")
    }

    @Test func foldersThatAreNotThere() throws {
        #expect { try Command.parse(["--data", "/nonexistent"]) } throws: {
            Command.message(for: $0).hasPrefix("--data /nonexistent: there is no such folder")
        }
        #expect { try Command.parse(["--overwrite"]) } throws: {
            Command.message(for: $0).hasPrefix("--overwrite needs --output")
        }
    }

    @Test("Overwriting removes checkpoints and named pictures of the earlier run, and nothing that is not a run's")
    func overwriting() throws {
        let folder = try TemporaryFolder()
        for name in ["checkpoint-fold-2.safetensors", "table.svg", "thesis.svg", "model.safetensors"] {
            try folder.write("old", to: name)
        }
        let refused = try Command.parse(["--output", folder.path])
        #expect(throws: RunError.self) { try refused.output.makeDirectory() }
        let command = try Command.parse(["--output", folder.path, "--overwrite"])
        _ = try command.output.makeDirectory(pictures: ["table.svg"])
        #expect(try folder.names == ["metrics.jsonl", "model.safetensors", "thesis.svg"])
    }

    @Test func columnsOfText() {
        #expect(TextTable.aligned([["", "a"], ["row", "10"], ["r", "5", "x"]]) == "      a\nrow  10\nr     5  x")
    }
}
