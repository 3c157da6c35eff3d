import SwiftletData
import SwiftletTensor
import Testing

@testable import TextCNNExperiment

@Suite("Training changes what it should")
struct LearningTests {
    private let texts = ["a b c d", "d c b a", "e f g", "g f e", "h i k l m", "m l k i h", "n o", "o n"]
    private let labels: [Int32] = [0, 1, 0, 1, 0, 1, 0, 1]

    private func train(_ classifier: TextClassifier, steps: Int) throws -> [Double] {
        var configuration = TrainingConfiguration()
        configuration.learningRate = 0.01
        let trainer = try TextTrainer(
            classifier, configuration, stepsPerEpoch: 1, random: RandomStream(seed: 1))
        let batch = classifier.batch(texts, labels: labels)
        return try (0..<steps).map { _ in try #require(try trainer.step(batch).loss) }
    }

    @Test("Sentences that differ in the order of their words alone are learnt by heart", arguments: Pooling.allCases)
    func overfitting(pooling: Pooling) throws {
        let classifier = try makeClassifier(pooling: pooling, kernelSizes: [2, 3])
        let losses = try train(classifier, steps: 150)
        let metrics = try TextEvaluation.metrics(of: classifier, batches: [classifier.batch(texts, labels: labels)])
        #expect(metrics.accuracy == 1)
        #expect(try #require(losses.last) < 0.1 * losses[0])
    }

    @Test("A frozen embedding stays as it is to the bit; the rest is trained")
    func frozenEmbedding() throws {
        let classifier = try makeClassifier(updateEmbedding: false)
        let embedding = classifier.model.embedding.weight.value.elements
        let output = classifier.model.output.weight.value.elements
        _ = try train(classifier, steps: 5)
        #expect(classifier.model.embedding.weight.value.elements == embedding)
        #expect(classifier.model.output.weight.value.elements != output)
    }

    @Test("An updated embedding changes where words were seen; padding stays zero")
    func updatedEmbedding() throws {
        let classifier = try makeClassifier()
        let before = classifier.model.embedding.weight.value.elements
        _ = try train(classifier, steps: 5)
        let after = classifier.model.embedding.weight.value.elements
        func row(_ word: String, _ table: [Float]) -> [Float] {
            let number = Int(classifier.encoder.vocabulary.number(of: word))
            return Array(table[number * 5..<(number + 1) * 5])
        }
        #expect(row("a", after) != row("a", before))
        #expect(row("z", after) == row("z", before))
        #expect(after.prefix(5).allSatisfy { $0 == 0 })
    }
}
