import ExperimentSupport
import Foundation
import SwiftletNN
import SwiftletTensor
import SwiftletTrain

/// The two networks, and the generator that is judged: the one with averaged weights, if training kept an average.
public struct Networks {
    /// What defines them.
    public let configuration: ModelConfiguration
    /// Makes pictures.
    public let generator: Generator
    /// Judges pictures.
    public let discriminator: Discriminator
    /// A generator with the averaged weights and the statistics that fit them, if an average was kept.
    public var averaged: Generator?

    /// Networks with drawn weights.
    public init(_ configuration: ModelConfiguration, random: RandomStream, in context: ComputeContext) throws {
        self.configuration = configuration
        generator = try Generator(configuration).initialized(random: random.child("generator"), in: context)
        discriminator = try Discriminator(configuration).initialized(
            random: random.child("discriminator"), in: context)
    }

    /// The generator that samples are drawn from.
    public var judged: Generator { averaged ?? generator }
}

extension Networks {
    private static let configurationKey = "model"
    private static let dataKey = "data"

    /// A checkpoint of both networks and the average, and of what pictures they were trained on.
    func checkpoint(trainedOn data: PictureSource) throws -> Checkpoint {
        var modules: [(prefix: String?, module: any Module)] = [
            ("generator", generator), ("discriminator", discriminator),
        ]
        if let averaged { modules.append(("average", averaged)) }
        return try Checkpoint(
            of: DCGANProgram.self, modules,
            metadata: [
                Self.configurationKey: try JSON.line(configuration), Self.dataKey: try JSON.line(data),
            ])
    }

    /// Reads a checkpoint. Throws `CheckpointError` or `RunError` for a damaged file or a checkpoint of something else.
    static func read(_ file: String, in context: ComputeContext) throws -> (networks: Networks, data: PictureSource) {
        try Checkpoint.read(file, of: DCGANProgram.self, in: context) { checkpoint in
            let configuration = try checkpoint.decode(ModelConfiguration.self, configurationKey)
            try configuration.validate()
            try requireLargestTensors(of: configuration, in: checkpoint)
            var networks = try Networks(configuration, random: RandomStream(seed: 0), in: context)
            try checkpoint.load(networks.generator, prefix: "generator")
            try checkpoint.load(networks.discriminator, prefix: "discriminator")
            if checkpoint["average.layers.0.weight"] != nil {
                let averaged = Generator(configuration)
                try checkpoint.load(averaged, prefix: "average")
                networks.averaged = averaged
            }
            return (networks, try checkpoint.decode(PictureSource.self, dataKey))
        }
    }

    /// Throws unless the file has the layers whose sizes the others follow from, so that a damaged configuration cannot ask for
    /// networks larger than the file.
    private static func requireLargestTensors(of configuration: ModelConfiguration, in checkpoint: Checkpoint) throws {
        let factor = 1 << (configuration.doublings - 1)
        var inputs = configuration.latentSize
        var layer = 0
        if let hiddenSize = configuration.hiddenSize {
            try checkpoint.require("generator.layers.0.weight", shape: [inputs, hiddenSize, 1, 1])
            // Behind the hidden layer come batch norm and ReLU.
            (inputs, layer) = (hiddenSize, 3)
        }
        try checkpoint.require(
            "generator.layers.\(layer).weight",
            shape: [
                inputs, configuration.generatorWidth * factor, configuration.baseSize, configuration.baseSize,
            ])
        try checkpoint.require(
            "discriminator.layers.0.weight",
            shape: [configuration.discriminatorWidth, configuration.channels, 4, 4])
    }
}
