import SwiftletData
import SwiftletNN
import SwiftletTensor
import SwiftletTrain
import TestSupport
import Testing

@testable import DCGANExperiment

@Suite("The adversarial pair and its twin in PyTorch", .enabled(if: PyTorch.isPresent, PyTorch.absent))
struct DCGANTwinTests {
    private let context: ComputeContext

    init() throws { context = try ComputeContext(threads: 1) }

    private func makeNetworks(
        _ size: Int, _ norm: DiscriminatorNorm, hiddenSize: Int?, hasAverage: Bool
    ) throws -> Networks {
        var configuration = ModelConfiguration()
        (configuration.size, configuration.channels, configuration.latentSize) = (size, size == 32 ? 3 : 1, 5)
        (configuration.generatorWidth, configuration.discriminatorWidth) = (4, 3)
        (configuration.discriminatorNorm, configuration.hiddenSize) = (norm, hiddenSize)
        var networks = try Networks(configuration, random: RandomStream(seed: 1), in: context)
        if hasAverage {
            networks.averaged = try Generator(configuration).initialized(seed: 2, in: context)
        }
        for module in [networks.generator, networks.discriminator, networks.averaged] as [(any Module)?] {
            try module?.shakeStatistics()
        }
        return networks
    }

    @Test(
        "Weights pass both ways, batch norm and spectral norm, with and without a hidden layer and an average",
        arguments: ModelConfiguration.sizes, [DiscriminatorNorm.batch, .spectral])
    func exchange(size: Int, norm: DiscriminatorNorm) throws {
        let hasExtras = (size == 64) == (norm == .batch)
        let networks = try makeNetworks(size, norm, hiddenSize: hasExtras ? 6 : nil, hasAverage: hasExtras)
        let noise = normalNumbers([3, 5], "noise", in: context)
        let channels = networks.configuration.channels
        let pictures = normalNumbers([3, channels, size, size], "pictures", in: context).tanh()
        func outputs(_ networks: Networks) -> [String: Tensor] {
            var outputs = ["drawn": networks.generator(noise), "logits": networks.discriminator(pictures)]
            if let averaged = networks.averaged { outputs["drawn_by_average"] = averaged(noise) }
            return outputs
        }
        try PyTorch.exchange(
            "dcgan", ["noise": NumericArray(noise), "pictures": NumericArray(pictures)], outputs: outputs(networks),
            write: { try networks.checkpoint(trainedOn: .folder("x")).write(to: $0) },
            read: { outputs(try Networks.read($0, in: context).networks) })
    }

    @Test("A checkpoint under the names of the modules, as earlier versions wrote it, is read too")
    func formerNames() throws {
        let networks = try makeNetworks(28, .spectral, hiddenSize: nil, hasAverage: false)
        var checkpoint = try networks.checkpoint(trainedOn: .folder("x"))
        let names = checkpoint.tensors.map(\.name)
        #expect(names.contains("discriminator.layers.0.parametrizations.weight.original"))
        #expect(names.contains("discriminator.layers.0.parametrizations.weight.0._u"))
        let former = try networks.discriminator.stateDictionary().map {
            (name: "discriminator.\($0.name)", tensor: $0.value)
        }
        checkpoint.tensors = checkpoint.tensors.filter { $0.name.hasPrefix("generator.") } + former
        let folder = try TemporaryFolder()
        try checkpoint.write(to: folder("former.safetensors"))
        let read = try Networks.read(folder("former.safetensors"), in: context).networks
        for (a, b) in zip(try read.discriminator.stateDictionary(), try networks.discriminator.stateDictionary()) {
            #expect(a.value.elements == b.value.elements)
        }
    }
}
