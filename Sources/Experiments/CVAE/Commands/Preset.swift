import ArgumentParser

/// Settings that belong together; single flags change them.
enum Preset: String, CaseIterable, ExpressibleByArgument {
    /// Two hidden layers on each side, trained for about two minutes on two cores.
    case quick
    /// The same network trained for many more epochs, with a divergence that weighs more: samples that are nearly always of
    /// their class, for a likelihood that is a little lower than it could be.
    case full

    var configuration: CVAEConfiguration {
        var configuration = CVAEConfiguration()
        configuration.model.hidden = [500, 500]
        configuration.model.latent = 30
        configuration.model.conditioning = .product
        if self == .full {
            configuration.training.epochs = 100
            configuration.training.beta = 1.6
        }
        return configuration
    }
}
