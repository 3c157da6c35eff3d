import Foundation
import SwiftletData
import TestSupport
import Testing

@testable import TextCNNExperiment

@Suite(.enabled(if: sharedData("sentences") != nil, absentSharedData))
struct TRECTests {
    @Test("Two epochs of question types with GloVe vectors reach 80 % of the test questions")
    func twoEpochs() throws {
        let folder = try #require(sharedData)
        var configuration = TextConfiguration()
        configuration.trainFile = "\(folder)/sentences/trec.train.txt.gz"
        configuration.testFile = "\(folder)/sentences/trec.test.txt.gz"
        configuration.embeddingsFile = "\(folder)/glove/glove.6B.50d.filtered.txt.gz"
        configuration.training.epochs = 2
        configuration.training.learningRate = 0.004
        configuration.model.embeddingDropout = 0.2
        configuration.model.filters = 64
        let experiment = try TextExperiment(configuration)
        #expect(experiment.corpus.training.count == 5452 && experiment.splits[0].test.count == 500)
        let result = try experiment.training(on: experiment.splits[0], number: 0).run()
        #expect(result.testAccuracy > 0.8)
    }
}
