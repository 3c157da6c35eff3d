import ArgumentParser

/// Settings that belong together; single flags change them.
enum Preset: String, CaseIterable, ExpressibleByArgument {
    /// One network for each split: a good classifier within a minute or two.
    case quick
    /// An ensemble for each split: the best results, three times as slow.
    case full
    /// What Kim 2014 used, with its optimizer, constraint and pooling.
    case kim

    var configuration: TextConfiguration {
        var configuration = TextConfiguration()
        switch self {
        case .quick: break
        case .full: configuration.ensemble = 3
        case .kim:
            configuration.model.kernelSizes = [3, 4, 5]
            configuration.model.pooling = .max
            configuration.model.embeddingDropout = 0
            configuration.training.epochs = 25
            configuration.training.optimizer = .adadelta
            configuration.training.learningRate = nil
            configuration.training.patience = nil
            configuration.training.maximumNorm = 3
            configuration.training.averageDecay = nil
        }
        return configuration
    }
}
