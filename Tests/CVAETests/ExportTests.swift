import Foundation
import SwiftletData
import SwiftletNN
import SwiftletTensor
import TestSupport
import Testing

@testable import CVAEExperiment

@Suite("Exported parts in ONNX Runtime", .enabled(if: ONNXRuntime.isPresent, ONNXRuntime.absent))
struct ExportTests {
    private let folder: TemporaryFolder
    private let context: ComputeContext
    private let labels: [[Int32]] = [[1], [2, 0, 1, 1]]

    init() throws {
        folder = try TemporaryFolder()
        context = try ComputeContext(threads: 1)
    }

    /// Networks of every kind: without and with hidden layers, with both ways to tell the decoder the class.
    private static let configurations = ModelKind.allCases.flatMap { kind in
        Conditioning.allCases.flatMap { conditioning in
            [[], [12], [16, 10]].map { hidden in
                var configuration = smallModel(kind)
                (configuration.hidden, configuration.conditioning) = (hidden, conditioning)
                return configuration
            }
        }
    }

    private func export(_ checkpoint: String, _ more: String...) throws -> Program.Result {
        let result = try cvae(["export", "--checkpoint", checkpoint, "--threads", "1"] + more, in: folder)
        try #require(result.status == 0, "\(result.errors)")
        return result
    }

    private func numbers(_ shape: Shape, _ name: String) -> Tensor {
        var random = RandomStream(seed: 4).child(name)
        return .normal(shape, using: &random, in: context)
    }

    /// Compares decoder and encoder, on one example and on four.
    private func compare(_ model: PictureModel, decoder: String, encoder: String) throws {
        let (latent, format) = (model.configuration.latent, model.format)
        var jobs: [ONNXRuntime.Job] = []
        var expected: [[String: Tensor]] = []
        for labels in labels {
            let count = labels.count
            let numbers = NumericArray(IntTensor(labels, shape: [count], in: context))
            let classes = oneHot(labels, classes: format.classCount, in: context)
            let z = self.numbers([count, latent], "z")
            jobs.append(.init(decoder, ["latent": NumericArray(z), "labels": numbers]))
            let rows = (0..<count).map { Array(z.elements[$0 * latent..<($0 + 1) * latent]) }
            let means = PictureSampler(model).means(of: rows, labels: labels)
            let shape: Shape = [count, 1, format.height, format.width]
            expected.append(["means": Tensor(means, shape: shape, in: context)])

            let pictures = self.numbers([count, format.pixelCount], "pictures").sigmoid()
            jobs.append(
                .init(encoder, ["pictures": NumericArray(pictures.reshaped(to: shape)), "labels": numbers]))
            let (mean, logVariance) = model.network.encode(pictures, classes: classes)
            expected.append(["mean": mean, "log_variance": logVariance])
        }
        for (outputs, expected) in zip(try ONNXRuntime.run(jobs, in: folder), expected) {
            #expect(outputs.keys.sorted() == expected.keys.sorted())
            for (name, tensor) in expected { try expectSame(outputs[name], tensor, name) }
        }
    }

    @Test("Every network gives the program's numbers, in both directions", arguments: configurations)
    func variants(configuration: ModelConfiguration) throws {
        let model = try makeModel(configuration)
        for part in ModelPart.allCases { try model.onnx(part).write(to: folder("\(part).onnx")) }
        try compare(model, decoder: folder("decoder.onnx"), encoder: folder("encoder.onnx"))
    }

    @Test("A model that was trained for a moment, through the program")
    func trained() throws {
        try folder.write(smallPictures(150), as: "train")
        try folder.write(smallPictures(45, seed: 2), as: "test")
        let trained = try cvae(folder.trainArguments("--output", "run"), in: folder)
        try #require(trained.status == 0, "\(trained.errors)")
        let drawn = try export("run", "--onnx", "decoder.onnx", "--json")
        let inputs = try #require(try drawn.json["inputs"] as? [[String: Any]])
        #expect(Set(inputs.compactMap { $0["name"] as? String }) == ["latent", "labels"])
        _ = try export("run", "--part", "encoder", "--onnx", "encoder.onnx")
        let (model, _) = try PictureModel.read(folder("run/checkpoint.safetensors"), in: context)
        try compare(model, decoder: folder("decoder.onnx"), encoder: folder("encoder.onnx"))
    }

    @Test("A class that there is not is an error, not a picture of nothing")
    func classBeyond() throws {
        try makeModel().onnx(.decoder).write(to: folder("decoder.onnx"))
        let inputs = [
            "latent": NumericArray(numbers([1, 4], "z")),
            "labels": NumericArray(IntTensor([3], shape: [1], in: context)),
        ]
        #expect(throws: TestPython.Failure.self) {
            try ONNXRuntime.run(folder("decoder.onnx"), inputs, in: folder)
        }
    }

    @Test("The metadata name classes and likelihood")
    func metadata() throws {
        let words = try makeModel(smallModel(.mlp), .grey).onnx(.encoder).metadata
        #expect(words["labels"] == #"["0","1","2"]"# && words["likelihood"] == "Bernoulli on grey levels")
    }
}

@Suite("Mistakes in exporting")
struct ExportErrorTests {
    @Test func flags() throws {
        let folder = try TemporaryFolder()
        try makeModel().checkpoint(data: DataConfiguration()).write(to: folder("checkpoint.safetensors"))
        let export = ["export", "--checkpoint", "checkpoint.safetensors"]
        try expectUserError(
            of: "cvae", export + ["--part", "both", "--onnx", "model.onnx"], in: folder,
            ["--part must be one of encoder, decoder, got 'both'"])
        try expectUserError(of: "cvae", export, in: folder, ["--onnx"])
        try expectUserError(
            of: "cvae", export + ["--onnx", "model.png"], in: folder, ["--onnx must name a file that ends in .onnx"])
        try expectUserError(
            of: "cvae", ["export", "--checkpoint", "none", "--onnx", "model.onnx"], in: folder, ["none: No such file"])
    }
}
