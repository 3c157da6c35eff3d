import ArgumentParser
import ExperimentSupport

extension ModelConfiguration.Kind: ExpressibleByArgument {}

private let defaults = Preset.quick.configuration

/// Flags about the network and its training.
struct TrainingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Network: pooled (four convolutions with pooling, embedding of length 1), or classic (the network of the usual \
            tutorial, whose settings it takes as well). (default: \(defaults.model.kind.rawValue))
            """))
    var model: ModelConfiguration.Kind?

    @Option(help: "Rows and columns that pictures are resized to. (default: \(defaults.model.size))")
    var size: Int?

    @Option(help: "Numbers in an embedding. (default: \(defaults.model.embeddingDimension), classic 5)")
    var embeddingDimension: Int?

    @OptionGroup var steps: StepOptions<SiameseProgram>

    @Option(help: "Pairs an epoch, half of them of the same person. (default: \(defaults.training.pairsPerEpoch))")
    var pairsPerEpoch: Int?

    @Option(help: "Decay of the weights, decoupled from the gradient. (default: \(defaults.training.weightDecay))")
    var weightDecay: Float?

    @Option(
        help: """
            Distance beyond which a pair of different people costs nothing: the loss is d^2 or max(0, margin - d)^2. \
            (default: \(defaults.training.margin), classic 2)
            """)
    var margin: Float?

    @Option(
        help: """
            Regularisation of the whitening within people that becomes part of the pooled network's last layer after training, \
            as a share of the mean variance; 0 for no whitening. (default: \(defaults.training.whitening ?? 0))
            """)
    var whitening: Float?

    func apply(to configuration: inout SiameseConfiguration) {
        if let model, model != configuration.model.kind { configuration.model = ModelConfiguration(model) }
        if let size { configuration.model.size = size }
        if let embeddingDimension { configuration.model.embeddingDimension = embeddingDimension }
        steps.apply(to: &configuration.training)
        if let pairsPerEpoch { configuration.training.pairsPerEpoch = pairsPerEpoch }
        if let weightDecay { configuration.training.weightDecay = weightDecay }
        if let margin { configuration.training.margin = margin }
        if let whitening { configuration.training.whitening = whitening == 0 ? nil : whitening }
    }
}
