import Foundation
import SwiftletData
import SwiftletTensor
import SwiftletTrain
import TestSupport
import Testing

@testable import CVAEExperiment

@Suite("What a user gets wrong ends in one clear sentence, a non-zero status and no half-written run")
struct UserErrorTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(smallPictures(60), as: "train")
        try folder.write(smallPictures(15, seed: 2), as: "test")
    }

    private func expectError(
        _ texts: String..., from arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try expectUserError(of: "cvae", arguments, in: folder, texts, sourceLocation: sourceLocation)
    }

    private func training(_ more: String...) -> [String] { folder.trainArguments("--output", "run") + more }

    @Test("IDX files: absent, of another kind, truncated, with too few labels, with a class that is not there")
    func files() throws {
        try expectError("mnist", "fetch-data", from: ["train", "--output", "run"])
        try folder.write(smallPictures(60).idxLabels, to: "train-images")
        try expectError("train-images", "this is an IDX file of labels", "images were expected", from: training())
        try folder.write(Array(smallPictures(60).idxImages.dropLast(100)), to: "train-images")
        try expectError("train-images", "60 images of 8 x 8 pixels", from: training())
        try folder.write(smallPictures(60), as: "train")
        try folder.write(smallPictures(59).idxLabels, to: "train-labels")
        try expectError("train-labels", "59 labels for the 60 images", from: training())
        try folder.write(smallPictures(60), as: "train")
        var labels = smallPictures(15).idxLabels
        labels[labels.count - 1] = 3
        try folder.write(labels, to: "test-labels")
        try expectError("test-labels", "label 15 of 15 is 3, a class that no training image has", from: training())
        try folder.write(
            Array(smallPictures(60).idxLabels.prefix(8)) + [UInt8](repeating: 0, count: 60), to: "train-labels")
        try expectError("train-labels", "at least two classes", from: training())
    }

    @Test(
        "Flags out of range, by their names",
        arguments: [
            ("--epochs", "0"), ("--batch-size", "0"), ("--learning-rate", "0"), ("--learning-rate", "nan"),
            ("--beta", "-1"), ("--initial-beta", "-0.5"), ("--warm-up-epochs", "-2"), ("--average-decay", "1"),
            ("--dev-share", "1"), ("--hidden", "0"), ("--latent", "0"), ("--hidden", "20,x"), ("--decay-epochs", "0"),
            ("--decay-factor", "0"), ("--threads", "-1"), ("--likelihood", "gaussian"), ("--model", "cnn"),
            ("--dataset", "cifar10"), ("--channels", "4"), ("--conditioning", "sum"), ("--preset", "slow"),
        ])
    func flags(flag: String, value: String) throws {
        try expectError(flag == "--threads" ? "threads" : flag, from: training("\(flag)=\(value)"))
    }

    @Test("Flags that do not go together")
    func combinations() throws {
        try expectError("--dataset", from: training("--dataset", "mnist"))
        try expectError("--images and --labels", from: ["train", "--images", "train-images"])
        try expectError(
            "--test-images", from: ["train", "--test-images", "test-images", "--test-labels", "test-labels"])
        try expectError("multiples of 16", "--model mlp", from: training("--model", "conv", "--channels", "4,4,4,4"))
        try expectError("--overwrite needs --output", from: folder.trainArguments("--overwrite"))
    }

    @Test("evaluate and sample: another experiment's checkpoint, pictures of another size, a class that is not there")
    func checkpoints() throws {
        try expectError("missing.safetensors", from: ["evaluate", "--checkpoint", "missing.safetensors"])
        let context = try ComputeContext(threads: 1)
        try Checkpoint(tensors: [("a", .zeros([1], in: context))], metadata: ["experiment": "dcgan"])
            .write(to: folder("other.safetensors"))
        for command in ["evaluate", "sample"] {
            try expectError(
                "other.safetensors", "not a checkpoint of cvae, but one of dcgan",
                from: [command, "--checkpoint", "other.safetensors"])
        }
        var data = DataConfiguration()
        (data.images, data.labels) = ("train-images", "train-labels")
        try makeModel().checkpoint(data: data).write(to: folder("model.safetensors"))
        try expectError("no test images", "--test-images", from: ["evaluate", "--checkpoint", "model.safetensors"])
        let sample = ["sample", "--checkpoint", "model.safetensors"]
        try expectError("--class must be from 0 to 2, got 3", from: sample + ["--class", "3"])
        try expectError("--count", from: sample + ["--class", "1", "--count", "0"])
        try expectError("--class", from: sample + ["--count", "5"])
        let evaluate = ["evaluate", "--checkpoint", "model.safetensors"] + folder.pictureArguments
        for (flag, value) in [("--importance-samples", "-1"), ("--limit", "0"), ("--generated", "-3")] {
            try expectError(flag, from: evaluate + ["\(flag)=\(value)"])
        }
        let large = ImageSet(
            width: 9, height: 8, channels: 1, pixels: [UInt8](repeating: 9, count: 72 * 6), labels: [0, 1, 2, 0, 1, 2],
            classNames: ["0", "1", "2"])
        try folder.write(large, as: "test")
        try expectError("9 x 8", "8 x 8", from: evaluate)
        try expectError("9 x 8", "8 x 8", from: training())
        try folder.write(large, as: "train")
        try expectError("checkpoint is for images of 8 x 8", from: evaluate)
    }
}
