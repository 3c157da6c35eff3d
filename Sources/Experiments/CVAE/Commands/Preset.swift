import ArgumentParser

/// Settings that belong together; single flags change them.
enum Preset: String, CaseIterable, ExpressibleByArgument {
    /// The network of one hidden layer on each side, trained for about two minutes on two cores.
    case quick
    /// Two hidden layers on each side and more epochs: the best results.
    case full

    var configuration: CVAEConfiguration {
        var configuration = CVAEConfiguration()
        switch self {
        case .quick: break
        case .full:
            configuration.model.hidden = [500, 500]
            configuration.model.latent = 40
            configuration.training.epochs = 100
        }
        return configuration
    }
}
