import Foundation
import SwiftletData
import SwiftletTensor
import SwiftletTrain
import TestSupport
import Testing

@testable import CVAEExperiment

/// Runs `cvae` to its end.
func cvae(_ arguments: [String], in folder: TemporaryFolder) throws -> Program.Result {
    try Program.run("cvae", arguments, in: folder)
}

extension TemporaryFolder {
    /// Arguments that name the files `train` and `test` of this folder.
    var pictureArguments: [String] {
        [
            "--images", "train-images", "--labels", "train-labels", "--test-images", "test-images", "--test-labels",
            "test-labels",
        ]
    }

    /// The arguments of a training of a second.
    func trainArguments(_ more: String...) -> [String] {
        ["train", "--hidden", "24", "--latent", "3", "--epochs", "2", "--dev-share", "0.2", "--threads", "1"]
            + pictureArguments + more
    }
}

@Suite("The commands")
struct CommandTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(smallPictures(150), as: "train")
        try folder.write(smallPictures(45, seed: 2), as: "test")
    }

    private func succeed(_ arguments: [String]) throws -> Program.Result {
        let result = try cvae(arguments, in: folder)
        try #require(result.status == 0, "\(result.errors)")
        return result
    }

    @Test("--config with the settings of a run repeats it bit for bit")
    func repetition() throws {
        try expectRepetition(
            of: "cvae", folder.trainArguments("--initial-beta", "2", "--likelihood", "static", "--seed", "5"),
            in: folder)
    }

    @Test(
        "Images of one .npz file, with gaps between the classes, and of nested folders; the least share to choose the epoch by"
    )
    func otherSources() throws {
        let (training, test) = (smallPictures(9), smallPictures(6, seed: 2))
        func arrays(_ set: ImageSet, _ part: String) throws -> [(name: String, array: NumericArray)] {
            // Labels 3, 10, 17, and images as fractions.
            let context = try ComputeContext(threads: 1)
            let labels = IntTensor((set.labels ?? []).map { 3 + 7 * $0 }, shape: [set.count], in: context)
            let values = set.values(of: Array(0..<set.count))
            return [
                ("y_\(part)", NumericArray(labels)),
                ("x_\(part)", NumericArray(Tensor(values, shape: [set.count, 8, 8], in: context))),
            ]
        }
        try folder.write(NPZFile.encode(arrays(training, "train") + arrays(test, "test")), to: "all.npz")
        let small = ["--hidden", "8", "--latent", "2", "--epochs", "1", "--threads", "1"]
        let run = try succeed(["train", "--images", "all.npz", "--output", "npz"] + small)
        #expect(run.errors.contains("8 pictures of 8 x 8 in 3 classes to train on, 1 to choose the epoch by, 6 to be"))
        #expect(run.errors.contains("Note: --dev-share is 0.1111 instead of 0.05"))
        #expect(try folder.text("npz/config.json").contains("0.1111"))
        _ = try succeed(["sample", "--checkpoint", "npz", "--class", "17", "--count", "2", "--output", "drawn"])
        #expect(try folder.names(in: "drawn").contains("class-17.png"))
        let refused = try cvae(["sample", "--checkpoint", "npz", "--class", "1"], in: folder)
        #expect(
            refused.status != 0 && refused.errors.contains("--class must be from 3 to 17, got 1"), "\(refused.errors)")

        for (index, label) in (training.labels ?? []).enumerated() {
            try folder.write(PNGFile.encode(training[index]), to: "nested/a/c\(label)/\(index).png")
        }
        let nested = try succeed(["train", "--images", "nested", "--nested", "--output", "folders"] + small)
        #expect(nested.errors.contains("8 pictures of 8 x 8 in 3 classes"))
        let flat = try cvae(["train", "--images", "nested"] + small, in: folder)
        #expect(
            flat.status != 0 && flat.errors.contains("none of") == false && flat.errors.contains("--nested"),
            "\(flat.errors)")
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
        try JSON.decode(type, from: Data(folder.bytes(name)))
    }

    @Test("train leaves a run directory; evaluate and sample go on from it")
    func trainEvaluateSample() throws {
        let trained = try succeed(
            folder.trainArguments("--output", "run", "--seed", "7", "--likelihood", "static", "--json"))
        let result = try decode(CVAEResult.self, "run/result.json")
        #expect(result.likelihood == .static && result.epochs == 2 && result.testCount == 45)
        #expect(try trained.json["test_negative_elbo"] as? Double == result.testNegativeElbo)
        #expect(try trained.json["likelihood"] as? String == "static")
        #expect(trained.errors.contains("\nTest -ELBO") && trained.errors.contains("static binarisation"))
        #expect(trained.errors.contains("Waited for data"))
        let configuration = try decode(CVAEConfiguration.self, "run/config.json")
        #expect(configuration.model.conditioning == .product && configuration.training.initialBeta == 3)
        #expect(configuration.seed == 7 && configuration.model.hidden == [24] && configuration.likelihood == .static)
        let environment = try decode(EnvironmentRecord.self, "run/environment.json")
        #expect(
            environment.dataFiles.map(\.path)
                == ["train-images", "train-labels", "test-images", "test-labels"].map { folder($0) })
        let records = try folder.text("run/metrics.jsonl").split(separator: "\n").map {
            try JSON.decode(EpochRecord.self, from: Data($0.utf8))
        }
        #expect(records.map(\.epoch) == [1, 2] && records.allSatisfy { $0.samples == 120 })
        #expect(records.allSatisfy { Set($0.evaluation.keys) == ["loss", "reconstruction", "kl"] })
        for name in ["class-grid", "style-grid", "latent-walk", "reconstructions"] {
            #expect(try PNGFile.read(path: folder("run/\(name).png")).width > 60)
        }

        let evaluated = try succeed(
            [
                "evaluate", "--checkpoint", "run", "--importance-samples", "8", "--generated", "20", "--threads", "1",
                "--output", "judged", "--json",
            ])
        let judged = try decode(EvaluationResult.self, "judged/result.json")
        #expect(judged.bounds.negativeElbo == result.testNegativeElbo && judged.bounds.importanceSamples == 8)
        #expect(try #require(judged.bounds.negativeLogLikelihood) < judged.bounds.negativeElbo + 1)
        let fidelity = try #require(judged.fidelity)
        #expect(fidelity.generatedCount == 60 && fidelity.fidelityByClass.count == 3)
        #expect(abs(fidelity.fidelityByClass.reduce(0, +) / 3 - fidelity.fidelity) < 1e-9)
        #expect((0...1).contains(try #require(fidelity.testAccuracyTrainedOnGenerated)))
        #expect(fidelity.classifierWeightsSha256.count == 64)
        #expect(evaluated.errors.contains(fidelity.classifierWeightsSha256))
        #expect(
            evaluated.errors.split(separator: "\n").filter { $0.contains("nats") }.allSatisfy {
                $0.contains("static binarisation")
            })

        let limited = try succeed(
            [
                "evaluate", "--checkpoint", "run/checkpoint.safetensors", "--importance-samples", "3", "--limit", "5",
                "--generated", "0", "--threads", "2", "--output", "limited",
            ])
        #expect(limited.output.contains("3 importance samples") && limited.output.contains("5 test pictures"))
        #expect(try decode(EvaluationResult.self, "limited/result.json").fidelity == nil)
        try sample()
    }

    private func sample() throws {
        let all = try succeed(["sample", "--checkpoint", "run", "--output", "drawn", "--json"])
        #expect((try all.json["files"] as? [String])?.count == 4)
        #expect(try PNGFile.read(path: folder("drawn/class-grid.png")).height == 32)
        _ = try succeed([
            "sample", "--checkpoint", "run", "--class", "2", "--count", "9", "--output", "two", "--seed", "3",
        ])
        let nine = try PNGFile.read(path: folder("two/class-2.png"))
        #expect(nine.width == 32 && nine.height == 32)
        _ = try succeed([
            "sample", "--checkpoint", "run", "--class", "2", "--count", "9", "--output", "again", "--seed", "3",
        ])
        #expect(try folder.bytes("again/class-2.png") == folder.bytes("two/class-2.png"))
        _ = try succeed(["sample", "--checkpoint", "run", "--class", "2", "--count", "9", "--output", "other"])
        #expect(try folder.bytes("other/class-2.png") != folder.bytes("two/class-2.png"))

        // Other pictures are none to reconstruct, and without any there is nothing; the program says so.
        try folder.write(smallPictures(30, seed: 9), as: "train")
        var other = try folder.bytes("train-labels")
        other[other.count - 1] = 7
        try folder.write(other, to: "train-labels")
        let changed = try succeed(["sample", "--checkpoint", "run", "--output", "changed", "--json"])
        #expect((try changed.json["files"] as? [String])?.count == 3)
        #expect(changed.errors.contains("the reconstructions are skipped: the checkpoint is for images of 8 x 8"))
        try FileManager.default.removeItem(atPath: folder("test-images"))
        let without = try succeed(["sample", "--checkpoint", "run", "--output", "without", "--json"])
        #expect((try without.json["files"] as? [String])?.count == 3)
        #expect(without.errors.contains("the reconstructions are skipped: ") && without.errors.contains("test-images"))
    }

    @Test("Training files alone are enough; every likelihood and network runs", arguments: Likelihood.allCases)
    func trainingFilesAlone(likelihood: Likelihood) throws {
        let model = likelihood == .grey ? "mlp" : "conv"
        let result = try succeed([
            "train", "--images", "train-images", "--labels", "train-labels", "--dev-share", "0.2", "--epochs", "1",
            "--model", model, "--latent", "2", "--likelihood", likelihood.rawValue, "--threads", "1", "--output", "run",
            "--warm-up-epochs", "1", "--beta", "0.5",
        ])
        #expect(result.lines[0].contains("There are no test pictures") && result.lines[0].contains(likelihood.summary))
        let network = try decode(CVAEConfiguration.self, "run/config.json").model
        #expect(network.conditioning == .concatenation && network.hidden == (model == "mlp" ? [400] : []))
    }

    @Test("A run that is replaced leaves nothing of its own behind")
    func overwrite() throws {
        _ = try succeed(folder.trainArguments("--output", "run"))
        try folder.write("mine", to: "run/notes.txt")
        let first = try folder.bytes("run/class-grid.png")
        _ = try succeed(folder.trainArguments("--output", "run", "--overwrite", "--seed", "9"))
        #expect(try folder.bytes("run/class-grid.png") != first && folder.text("run/notes.txt") == "mine")
    }
}

@Suite("MNIST")
struct MNISTTests {
    @Test("A short run on the real data", .enabled(if: sharedData("mnist") != nil, absentSharedData))
    func shortRun() throws {
        let folder = try TemporaryFolder()
        let shared: String = try #require(sharedData)
        let data = DataDirectory(flag: shared)
        let part = try KnownImageSets.load("mnist", part: .training, from: data).prefix(1500)
        #expect(part.classNames.count == 10)
        try folder.write(part, as: "train")
        var configuration = folder.smallConfiguration()
        (configuration.data.testImages, configuration.data.testLabels) = (nil, nil)
        configuration.model.hidden = [64]
        configuration.training.epochs = 3
        configuration.training.learningRate = 3e-3
        configuration.training.averageDecay = nil
        let (_, summary) = try CVAETraining(configuration, folder: data).run()
        let losses = try summary.epochs.map { try #require($0.evaluation["loss"]) }
        #expect(losses[2] < losses[0] && losses[2] < 260, "\(losses)")
    }
}
