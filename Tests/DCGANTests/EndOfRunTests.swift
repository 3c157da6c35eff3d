import Foundation
import SwiftletNN
import SwiftletTensor
import SwiftletTrain
import TestSupport
import Testing

@testable import DCGANExperiment

@Suite("How a run ends, is extended, and starts from a checkpoint")
struct EndOfRunTests {
    private static let small = [
        "--batch-size", "8", "--generator-width", "2", "--discriminator-width", "2", "--latent-size", "4",
        "--hidden-size", "0", "--instance-noise", "0", "--schedule", "constant", "--threads", "1",
    ]

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func train(_ arguments: [String]) throws -> Program.Result {
        let result = try Program.run("dcgan", ["train"] + arguments, in: folder)
        try #require(result.status == 0, "\(result.errors)")
        return result
    }

    @Test("A known set without its test files is trained on and evaluated, with a warning before the first step")
    func withoutTestFiles() throws {
        let blocks = SmallPictures.blocks(40)
        try folder.write(SmallPictures.idx(blocks), to: "d/mnist/train-images-idx3-ubyte")
        try folder.write(
            [0, 0, 8, 1, 0, 0, 0, 40] + (0..<40).map { UInt8($0 % 10) }, to: "d/mnist/train-labels-idx1-ubyte")
        let result = try train(
            ["--data", "d", "--epochs", "1", "--evaluation-samples", "20", "--output", "run", "--json"] + Self.small)
        let warning = try #require(result.errors.range(of: "t10k-images-idx3-ubyte: there is no such file"))
        let epoch = try #require(result.errors.range(of: "epoch 1/1"))
        #expect(warning.lowerBound < epoch.lowerBound)
        let evaluation = try #require(try result.json["evaluation"] as? [String: Any])
        #expect(evaluation["frechet_ratio"] != nil && evaluation["classifier_accuracy"] == nil)
    }

    @Test(
        "Of a known set with too few images to compare with, the evaluation is skipped with a warning, without a classifier"
    )
    func fewImages() throws {
        try folder.write(SmallPictures.idx(SmallPictures.blocks(7)), to: "d/mnist/train-images-idx3-ubyte")
        try folder.write(
            [0, 0, 8, 1, 0, 0, 0, 7] + (0..<7).map { UInt8($0) }, to: "d/mnist/train-labels-idx1-ubyte")
        let settings = Self.small.dropFirst(2)
        let result = try train(["--data", "d", "--epochs", "1", "--output", "run", "--json"] + settings)
        #expect(
            result.errors.contains(
                "Warning: the evaluation of generated images is skipped: 7 real images are too few to compare with"))
        #expect(!result.errors.contains("epoch 30/30"))
        #expect(try result.json["evaluation"] == nil)
        _ = try folder.bytes("run/result.json")
        try folder.write(SmallPictures.idx(SmallPictures.blocks(3)), to: "three.idx")
        let nearest = try Program.run(
            "dcgan", ["nearest", "--checkpoint", "run", "--dataset", "three.idx", "--count", "1"], in: folder)
        #expect(nearest.status == 0 && nearest.output.contains("their 2 nearest"), "\(nearest.errors)")
    }

    @Test("More epochs make of a run that has ended the one that began with as many; --from takes its weights")
    func extendedAndTuned() throws {
        try folder.write(SmallPictures.idx(SmallPictures.blocks(40)), to: "blocks.idx")
        let data = ["--dataset", "blocks.idx", "--size", "28"]
        _ = try train(data + ["--epochs", "1", "--output", "run"] + Self.small)
        _ = try train(data + ["--epochs", "2", "--output", "whole"] + Self.small)
        let extended = try train(["--resume", "run", "--epochs", "2"])
        #expect(!extended.errors.contains("Note: "))
        let whole = try folder.bytes("whole/checkpoint.safetensors")
        #expect(try folder.bytes("run/checkpoint.safetensors") == whole)

        // With steps too small to change a weight, what is trained is what it starts from.
        _ = try train([
            "--dataset", "blocks.idx", "--from", "run", "--epochs", "1", "--learning-rate", "1e-30", "--batch-size",
            "8", "--average-decay", "0", "--threads", "1", "--output", "tuned",
        ])
        let context = try ComputeContext(threads: 1)
        let (old, new) = (
            try Networks.read(folder("run/checkpoint.safetensors"), in: context).networks,
            try Networks.read(folder("tuned/checkpoint.safetensors"), in: context).networks
        )
        func parameters(_ networks: Networks) throws -> [[Float]] {
            try (networks.generator.stateDictionary() + networks.discriminator.stateDictionary())
                .filter { !$0.name.contains("running") }.map(\.value.elements)
        }
        #expect(try parameters(new) == parameters(old))
        try expectUserError(
            of: "dcgan", ["train", "--dataset", "blocks.idx", "--from", "run", "--size", "64"], in: folder,
            ["--size 64 contradicts", "has --size 28"])
    }
}
