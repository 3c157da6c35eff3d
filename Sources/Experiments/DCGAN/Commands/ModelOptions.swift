import ArgumentParser

extension DiscriminatorNorm: ExpressibleByArgument {}

private let defaults = Preset.quick.configuration.model

/// Flags about the networks.
struct ModelOptions: ParsableArguments {
    @Option(help: "Numbers in the noise that a picture is made from. (default: \(defaults.latentSize))")
    var latentSize: Int?

    @Option(help: "Channels of the generator's last hidden layer. (default: \(defaults.generatorWidth))")
    var generatorWidth: Int?

    @Option(help: "Channels of the discriminator's first layer. (default: \(defaults.discriminatorWidth))")
    var discriminatorWidth: Int?

    @Option(
        help: """
            Numbers in a fully connected hidden layer on the noise side of both networks; 0 for none, as in Radford et al. \
            2015. (default: \(defaults.hiddenSize ?? 0))
            """)
    var hiddenSize: Int?

    @Option(
        help: """
            How the discriminator is kept in bounds: 'batch' norm (Radford et al. 2015) or 'spectral' norm \
            (Miyato et al. 2018). (default: \(defaults.discriminatorNorm.rawValue))
            """)
    var discriminatorNorm: DiscriminatorNorm?

    func apply(to model: inout ModelConfiguration) {
        if let latentSize { model.latentSize = latentSize }
        if let hiddenSize { model.hiddenSize = hiddenSize == 0 ? nil : hiddenSize }
        if let generatorWidth { model.generatorWidth = generatorWidth }
        if let discriminatorWidth { model.discriminatorWidth = discriminatorWidth }
        if let discriminatorNorm { model.discriminatorNorm = discriminatorNorm }
    }
}
