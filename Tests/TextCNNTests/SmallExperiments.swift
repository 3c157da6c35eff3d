import Foundation
import SwiftletData
import SwiftletTensor

@testable import TextCNNExperiment

/// Generated sentences in the form of a training file.
func generatedText(_ count: Int, seed: UInt64 = 1) throws -> String {
    try SentenceGrammar.sentences(count: count, random: RandomStream(seed: seed))
        .map { "\($0.label) \($0.text)\n" }.joined()
}

/// A run of a second on one file.
func smallConfiguration(train: String) -> TextConfiguration {
    var configuration = TextConfiguration()
    configuration.trainFile = train
    configuration.threads = 1
    configuration.model.kernelSizes = [2, 3]
    configuration.model.filters = 16
    configuration.model.embeddingDimension = 20
    configuration.training.epochs = 2
    configuration.training.batchSize = 20
    return configuration
}

extension TextExperiment {
    /// An experiment that finds no data but what the configuration names.
    init(_ configuration: TextConfiguration) throws {
        try self.init(configuration, folder: DataDirectory(flag: "/nonexistent", environment: [:]))
    }
}
