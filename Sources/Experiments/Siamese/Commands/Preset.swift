import ArgumentParser

/// Settings that belong together.
enum Preset: String, CaseIterable, ExpressibleByArgument {
    /// A few minutes on two cores.
    case quick
    /// The best result.
    case full

    /// The settings of the default network.
    var configuration: SiameseConfiguration { configuration(of: .pooled) }

    /// The settings of a network. The classic one is trained as in its tutorial: margin 2, batches of 64 pairs, Adam with a
    /// step size of 5e-4, pictures as they are.
    func configuration(of kind: ModelConfiguration.Kind) -> SiameseConfiguration {
        var configuration = SiameseConfiguration()
        configuration.model = ModelConfiguration(kind)
        switch kind {
        case .pooled:
            configuration.training.epochs = self == .quick ? 6 : 20
        case .classic:
            configuration.training.epochs = self == .quick ? 4 : 12
            configuration.training.batchSize = 64
            configuration.training.learningRate = 5e-4
            configuration.training.weightDecay = 0
            configuration.training.margin = 2
            configuration.training.augmentation = .none
        }
        return configuration
    }
}
