import ExperimentSupport
import SwiftletNN
import SwiftletTensor
import SwiftletTrain

extension PictureModel {
    /// Weights, network, format and likelihood, for one safetensors file. `data` is where the pictures came from, so that a
    /// later command finds them again. Throws `ModuleError` or an error of encoding.
    public func checkpoint(data: DataConfiguration) throws -> Checkpoint {
        try Checkpoint(
            of: CVAEProgram.self, [(nil, network)],
            metadata: [
                "model": try JSON.line(configuration), "format": try JSON.line(format), "data": try JSON.line(data),
                "likelihood": likelihood.rawValue,
            ])
    }

    /// Reads a model that `checkpoint(data:)` made, and the data that it was trained on.
    ///
    /// Throws `CheckpointError`, or `RunError` for a checkpoint of something else.
    public static func read(
        _ file: String, in context: ComputeContext
    ) throws -> (model: PictureModel, data: DataConfiguration) {
        try Checkpoint.read(file, of: CVAEProgram.self, in: context) { checkpoint in
            let configuration = try checkpoint.decode(ModelConfiguration.self, "model")
            try configuration.validate()
            let format = try checkpoint.decode(PictureFormat.self, "format")
            guard (1...65_536).contains(format.width), (1...65_536).contains(format.height), format.classCount > 1
            else {
                throw RunError("the checkpoint's 'format' makes no sense")
            }
            guard let likelihood = Likelihood(rawValue: try checkpoint.entry("likelihood")) else {
                throw RunError("the checkpoint's 'likelihood' is none of grey, static and dynamic")
            }
            try checkpoint.requireWeights(of: configuration, format)
            let model = try PictureModel(
                configuration, format, likelihood, random: RandomStream(seed: 0), in: context)
            try checkpoint.load(model.network)
            return (model, try checkpoint.decode(DataConfiguration.self, "data"))
        }
    }
}

extension Checkpoint {
    /// Throws unless the weights on the way from the picture to the latent variables are those of the configuration, so that
    /// a damaged one cannot ask for a network larger than the file. The decoder's sizes are the same.
    fileprivate func requireWeights(of configuration: ModelConfiguration, _ format: PictureFormat) throws {
        try configuration.validate(for: format)
        var inputs = format.pixelCount + format.classCount
        if !configuration.channels.isEmpty {
            var planes = 1 + format.classCount
            for (index, channels) in configuration.channels.enumerated() {
                try require("encoder.convolutions.\(index).weight", shape: [channels, planes, 4, 4])
                planes = channels
            }
            let inner = configuration.innerExtent(of: format)
            inputs = planes * inner.height * inner.width
        }
        for (index, size) in configuration.hidden.enumerated() {
            try require("encoder.layers.\(index).weight", shape: [size, inputs])
            inputs = size
        }
        try require("mean.weight", shape: [configuration.latent, inputs])
    }
}
