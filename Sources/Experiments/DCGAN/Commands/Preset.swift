import ArgumentParser

/// Settings that belong together; single flags change them.
enum Preset: String, CaseIterable, ExpressibleByArgument {
    /// Recognisable pictures within a few minutes.
    case quick
    /// The best pictures, at a few times the cost.
    case full
    /// Networks and settings of Radford et al. 2015.
    case radford

    var configuration: DCGANConfiguration {
        var configuration = DCGANConfiguration()
        if self == .radford {
            configuration.training.epochs = 25
            return configuration
        }
        configuration.model.hiddenSize = 512
        configuration.model.generatorWidth = 32
        configuration.model.discriminatorWidth = 32
        configuration.training.learningRate = 4e-4
        configuration.training.schedule = .cosine
        configuration.training.averageDecay = 0.999
        configuration.training.instanceNoise = 0.5
        configuration.training.epochs = self == .quick ? 4 : 10
        return configuration
    }
}
