import ArgumentParser

/// Settings that belong together; single flags change them.
enum Preset: String, CaseIterable, ExpressibleByArgument {
    /// Two hidden layers on each side, trained for about two minutes on two cores.
    case quick
    /// The same network trained for many more epochs: the best results.
    case full

    var configuration: CVAEConfiguration {
        var configuration = CVAEConfiguration()
        configuration.model.hidden = [500, 500]
        configuration.model.latent = 30
        configuration.model.conditioning = .product
        if self == .full { configuration.training.epochs = 100 }
        return configuration
    }
}
