import SwiftletData
import SwiftletNN
import SwiftletTensor
import TestSupport
import Testing

@testable import DCGANExperiment

@Suite("Exported generators in ONNX Runtime", .enabled(if: ONNXRuntime.isPresent, ONNXRuntime.absent))
struct ExportTests {
    private let folder: TemporaryFolder
    private let context: ComputeContext

    init() throws {
        folder = try TemporaryFolder()
        context = try ComputeContext(threads: 1)
    }

    /// Networks of every size and channel count, without and with a hidden layer.
    private static let configurations = ModelConfiguration.sizes.flatMap { size in
        [(1, nil), (3, 6)].map { channels, hiddenSize in
            var configuration = ModelConfiguration()
            (configuration.size, configuration.channels, configuration.hiddenSize) = (size, channels, hiddenSize)
            (configuration.latentSize, configuration.generatorWidth, configuration.discriminatorWidth) = (5, 4, 2)
            return configuration
        }
    }

    /// Compares pictures of one and of three noise vectors.
    private func compare(_ networks: Networks, _ model: String) throws {
        let generator = networks.judged
        let noise = [1, 3].map { generator.noise($0, random: RandomStream(seed: 2)) }
        let outputs = try ONNXRuntime.run(noise.map { .init(model, ["noise": NumericArray($0)]) }, in: folder)
        for (noise, output) in zip(noise, outputs) {
            try expectSame(output["pictures"], generator(noise), "pictures")
        }
    }

    /// Gives batch norm statistics that are not those of its beginning.
    private func shake(_ generator: Generator) {
        for (index, layer) in generator.batchNorms.enumerated() {
            var random = RandomStream(seed: 6).child(index)
            let count = layer.runningMean.value.shape
            layer.runningMean.value = .normal(count, mean: 0, deviation: 0.02, using: &random, in: context)
            let values = Tensor.normal(count, using: &random, in: context)
            layer.runningVar.value = values * values * 0.01 + 0.001
        }
    }

    @Test("Every size gives the program's pictures", arguments: configurations)
    func variants(configuration: ModelConfiguration) throws {
        let networks = try Networks(configuration, random: RandomStream(seed: 1), in: context)
        shake(networks.generator)
        try networks.onnx().write(to: folder("model.onnx"))
        try compare(networks, folder("model.onnx"))
    }

    @Test("Generators that were trained for a moment: the trained weights, or their average")
    func trained() throws {
        try folder.write(SmallPictures.idx(SmallPictures.blocks(40)), to: "blocks.idx")
        for (name, flags) in [("plain", ["--preset", "radford"]), ("averaged", ["--average-decay", "0.9"])] {
            let trained = try Program.run(
                "dcgan",
                [
                    "train", "--dataset", "blocks.idx", "--size", "28", "--output", name, "--epochs", "1",
                    "--batch-size", "8", "--generator-width", "2", "--discriminator-width", "2", "--latent-size", "4",
                    "--threads", "1",
                ] + flags, in: folder)
            try #require(trained.status == 0, "\(trained.errors)")
            let exported = try Program.run(
                "dcgan", ["export", "--checkpoint", name, "--onnx", "\(name).onnx", "--json"], in: folder)
            try #require(exported.status == 0, "\(exported.errors)")
            let outputs = try #require(try exported.json["outputs"] as? [[String: Any]])
            #expect(outputs.first?["shape"] as? [String] == ["batch", "1", "28", "28"])
            let networks = try Networks.read(folder("\(name)/checkpoint.safetensors"), in: context).networks
            #expect((networks.averaged != nil) == (name == "averaged"))
            try compare(networks, folder("\(name).onnx"))
            #expect(try networks.onnx().metadata["weights"]?.hasPrefix("averaged") == (name == "averaged"))
        }
    }
}
