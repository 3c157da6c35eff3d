import Foundation
import SwiftletData
import SwiftletTensor
import SwiftletTrain
import TestSupport
import Testing

@testable import DCGANExperiment

@Suite("A user's mistake ends in one clear sentence")
struct UserErrorTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ arguments: [String]) throws -> Program.Result {
        try Program.run("dcgan", arguments, in: folder)
    }

    private func expectError(
        _ arguments: [String], _ texts: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try expectUserError(of: "dcgan", arguments, in: folder, texts, sourceLocation: sourceLocation)
    }

    @Test(
        "A flag out of range",
        arguments: [
            (["--size", "30"], "--size must be one of 28, 32, 64, got 30"),
            (["--channels", "2"], "--channels must be 1 for grey or 3 for colour, got 2"),
            (["--epochs", "0"], "--epochs"),
            (["--batch-size", "1"], "--batch-size must be at least 2, got 1"),
            (["--learning-rate", "0"], "--learning-rate must be a positive number"),
            (["--discriminator-learning-rate", "-1"], "--discriminator-learning-rate"),
            (["--beta1", "1"], "--beta1"),
            (["--average-decay", "1"], "--average-decay"),
            (["--loss", "non-saturating", "--label-smoothing", "1"], "--label-smoothing"),
            (["--loss", "hinge", "--label-smoothing", "0.1"], "--label-smoothing is for the non-saturating loss"),
            (["--latent-size", "0"], "--latent-size"),
            (["--generator-width", "0"], "--generator-width"),
            (["--discriminator-width", "99999"], "--discriminator-width"),
            (["--evaluation-samples", "3"], "--evaluation-samples"),
            (["--threads", "9999"], "threads"),
            (["--loss", "least-squares"], "least-squares"),
        ])
    func flags(arguments: [String], words: String) throws { try expectError(["train"] + arguments, words) }

    @Test("Pictures that are not there")
    func missing() throws {
        try expectError(["train", "--dataset", "nowhere"], "--dataset nowhere", "mnist")
        try expectError(["train", "--data", folder.path, "--dataset", "mnist"], "Scripts/fetch-data mnist")
        try FileManager.default.createDirectory(atPath: folder("empty"), withIntermediateDirectories: true)
        try expectError(["train", "--dataset", "empty"], "empty", "holds no images")
    }

    @Test("Damaged pictures: cut off, of another form, or no picture")
    func damaged() throws {
        let whole = SmallPictures.idx(SmallPictures.blocks(10))
        try folder.write(Array(whole.dropLast(5)), to: "cut.idx")
        try expectError(["train", "--dataset", "cut.idx"], "cut.idx")
        try folder.write([0, 0, 8, 1] + Array(whole.dropFirst(4)), to: "labels.idx")
        try expectError(["train", "--dataset", "labels.idx"], "labels.idx", "labels")
        try folder.write([UInt8](repeating: 1, count: 100), to: "odd.bin")
        try expectError(["train", "--dataset", "odd.bin"], "odd.bin", "3073")
        try FileManager.default.createDirectory(atPath: folder("pictures"), withIntermediateDirectories: true)
        try folder.write("no picture", to: "pictures/1.png")
        try expectError(["train", "--dataset", "pictures"], "pictures/1.png")
    }

    @Test("Fewer pictures than a batch has")
    func fewPictures() throws {
        try folder.write(SmallPictures.idx(SmallPictures.blocks(10)), to: "few.idx")
        try expectError(
            ["train", "--dataset", "few.idx", "--batch-size", "16"], "--batch-size 16", "10 images of few.idx")
    }

    @Test("A checkpoint that is missing, of something else, or damaged")
    func checkpoints() throws {
        try expectError(["sample", "--checkpoint", "none.safetensors"], "none.safetensors")
        let context = try ComputeContext(threads: 1)
        let other = Checkpoint(
            tensors: [("weight", Tensor([1, 2], in: context))], metadata: ["experiment": "textcnn"])
        try other.write(to: folder("text.safetensors"))
        for command in ["sample", "interpolate", "nearest", "evaluate"] {
            try expectError(
                [command, "--checkpoint", "text.safetensors"], "text.safetensors",
                "not a checkpoint of dcgan, but one of textcnn"
            )
        }
        var configuration = SmallPictures.configuration
        configuration.model.size = 28
        let networks = try Networks(configuration.model, random: RandomStream(seed: 1), in: context)
        var damaged = try networks.checkpoint(trainedOn: .known("mnist"))
        // A configuration that asks for more than the file has.
        damaged.metadata["model"] = damaged.metadata["model"]?.replacingOccurrences(
            of: "\"generator_width\":4", with: "\"generator_width\":1024")
        try damaged.write(to: folder("wide.safetensors"))
        try expectError(
            ["sample", "--checkpoint", "wide.safetensors"], "generator.layers.0.weight", "must have the shape")
    }

    @Test("Counts of the commands that draw, and a picture that is there already")
    func drawing() throws {
        let context = try ComputeContext(threads: 1)
        let networks = try Networks(SmallPictures.configuration.model, random: RandomStream(seed: 1), in: context)
        try networks.checkpoint(trainedOn: .idx("nowhere.idx")).write(to: folder("small.safetensors"))
        let checkpoint = ["--checkpoint", "small.safetensors"]
        try expectError(["sample", "--count", "0"] + checkpoint, "--count must be at least 1")
        try expectError(["interpolate", "--steps", "1"] + checkpoint, "--steps must be at least 2")
        try expectError(["interpolate", "--paths", "0"] + checkpoint, "--paths")
        try expectError(["nearest", "--neighbors", "0"] + checkpoint, "--neighbors")
        try expectError(["nearest"] + checkpoint, "nowhere.idx")
        try expectError(["evaluate", "--samples", "1"] + checkpoint, "--samples")
        try expectError(["evaluate"] + checkpoint, "nowhere.idx", "no such file")
        for command in ["sample", "interpolate", "nearest"] {
            try expectError([command, "--output", "x.jpg"] + checkpoint, "--output x.jpg", "in PNG", "not .jpg")
        }
        try folder.write("kept", to: "sample.png")
        try expectError(["sample"] + checkpoint, "sample.png", "--overwrite")
        #expect(try folder.text("sample.png") == "kept")
    }

    @Test("An output folder that is not empty")
    func outputFolder() throws {
        try folder.write(SmallPictures.idx(SmallPictures.blocks(10)), to: "few.idx")
        try FileManager.default.createDirectory(atPath: folder("run"), withIntermediateDirectories: true)
        try folder.write("mine", to: "run/notes.txt")
        try expectError(
            ["train", "--dataset", "few.idx", "--batch-size", "4", "--output", "run"], "run is not empty")
        #expect(try folder.text("run/notes.txt") == "mine")
    }
}
