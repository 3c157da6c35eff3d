import ArgumentParser

/// Settings that belong together; single flags change them.
enum Preset: String, CaseIterable, ExpressibleByArgument {
    /// One split, a few epochs: a good model within minutes.
    case quick
    /// The settings of the best results that the README states, as slow as they are.
    case full

    var configuration: TextConfiguration {
        var configuration = TextConfiguration()
        configuration.training.patience = 4
        switch self {
        case .quick: configuration.training.epochs = 8
        case .full: configuration.training.epochs = 20
        }
        return configuration
    }
}
