import SwiftletData
import SwiftletEvaluation
import SwiftletTensor
import SwiftletTrain
import Testing

@testable import ExperimentSupport

@Suite("The classifier of pictures")
struct ImageClassifierTests {
    private func settings(epochs: Int = 6, seed: UInt64 = 1) -> ClassifierTraining {
        var settings = ClassifierTraining(seed: seed, pictures: 1)
        settings.epochs = epochs
        settings.batchSize = 16
        return settings
    }

    private func trained(
        _ pictures: ImageSet = quarters(90), test: ImageSet? = quarters(40, seed: 2), epochs: Int = 6, seed: UInt64 = 1,
        threads: Int = 1
    ) throws -> ImageClassifier {
        try .train(
            on: pictures, name: "quarters", test: test, settings: settings(epochs: epochs, seed: seed),
            in: ComputeContext(threads: threads))
    }

    @Test("It learns, in grey and in colour, and says so", arguments: [1, 3])
    func learns(channels: Int) throws {
        let test = quarters(40, channels: channels, seed: 2)
        let classifier = try trained(quarters(90, channels: channels), test: test)
        #expect(classifier.testAccuracy == 1)
        #expect(try classifier.labels(of: test) == test.labels)
        #expect(try classifier.classShares(of: test).counts == [10, 10, 10, 10])
        let confusion = try classifier.confusion(on: test.labelled((0..<40).map { Int32($0 % 4 / 2) }))
        #expect(confusion.counts == [[10, 10, 0, 0], [0, 0, 10, 10], [0, 0, 0, 0], [0, 0, 0, 0]])
        #expect(
            classifier.sentence == "Feature network: quarters classifier, test accuracy 100.00 %, "
                + "SHA-256 of weights \(classifier.weightsChecksum)")
        #expect(classifier.weightsChecksum.count == 64)
    }

    @Test("Trained on pictures that do not show their class, it judges real ones by chance")
    func generatedForTraining() throws {
        let noise = quarters(92).labelled((0..<92).map { Int32($0 / 4 % 4) })
        #expect(try #require(trained(noise, test: quarters(40, seed: 2)).testAccuracy) < 0.6)
        #expect(try trained(quarters(60), test: nil).testAccuracy == nil)
    }

    @Test("Logits are a linear function of features, which are what a ReLU gives, however pictures are batched")
    func features() throws {
        let classifier = try trained(epochs: 1)
        let pictures = quarters(503, seed: 3)
        let (features, logits) = (try classifier.features(of: pictures), try classifier.logits(of: pictures))
        #expect(features.count == 503 && features.dimension == classifier.featureCount)
        #expect(logits.count == 503 && logits.dimension == 4)
        #expect(features.values.min() == 0)
        let state = try Dictionary(
            uniqueKeysWithValues: classifier.network.stateDictionary().map { ($0.name, $0.value) })
        let (weight, bias) = (try #require(state["output.weight"]), try #require(state["output.bias"]))
        let matrix = Tensor(features.values, shape: [503, 128], in: classifier.context)
        let product = matrix.linear(weight: weight, bias: bias).elements
        #expect(zip(product, logits.values).allSatisfy { abs($0 - $1) < 1e-4 })
        for picture in [0, 499, 500, 502] {
            let alone = try classifier.features(of: pictures.selecting([picture]))
            #expect(zip(alone.values, features[picture]).allSatisfy { abs($0 - $1) < 1e-4 })
        }
    }

    @Test("The same bits at any number of threads; other weights from another seed")
    func determinism() throws {
        let one = try trained(epochs: 2)
        for threads in [2, 3, 8] {
            let other = try trained(epochs: 2, threads: threads)
            #expect(other.weightsChecksum == one.weightsChecksum)
            #expect(try other.features(of: quarters(5)) == one.features(of: quarters(5)))
        }
        #expect(try trained(epochs: 2, seed: 2).weightsChecksum != one.weightsChecksum)
    }

    @Test("As many epochs as come to about 200,000 pictures")
    func epochs() {
        let counts = [60_000, 10_000, 5, 0, 1_000_000]
        #expect(counts.map { ClassifierTraining(pictures: $0).epochs } == [3, 20, 30, 30, 3])
    }

    @Test("Pictures that cannot be learned from, or judged, are refused in one sentence")
    func refusals() throws {
        func refusal(_ parts: String..., body: () throws -> Void) -> String? {
            let error = #expect(throws: RunError.self) { try body() }
            let missing = parts.filter { error?.description.contains($0) != true }
            return missing.isEmpty ? nil : "'\(error.map(String.init(describing:)) ?? "")' lacks \(missing)"
        }
        let pictures = quarters(8)
        #expect(refusal("quarters", "no labels") { _ = try trained(pictures.labelled(nil)) } == nil)
        #expect(
            refusal("at least 2 classes", "got 1") { _ = try trained(pictures.labelled(.init(repeating: 0, count: 8))) }
                == nil)
        let tiny = ImageSet(width: 3, height: 9, channels: 1, pixels: .init(repeating: 0, count: 54), labels: [0, 1])
        #expect(refusal("at least 4 x 4, got 3 x 9") { _ = try trained(tiny, test: nil) } == nil)
        let coloured = quarters(4, channels: 3)
        #expect(refusal("test part", "8 x 8 x 1") { _ = try trained(pictures, test: coloured) } == nil)
        #expect(refusal("test part") { _ = try trained(pictures, test: pictures.labelled(nil)) } == nil)
        let classifier = try trained(pictures, test: nil, epochs: 1)
        #expect(
            refusal("quarters", "8 x 8 x 1", "got 8 x 8 x 3") { _ = try classifier.features(of: coloured) } == nil)
        #expect(refusal("without labels") { _ = try classifier.accuracy(on: pictures.labelled(nil)) } == nil)
        #expect(refusal("no pictures") { _ = try classifier.labels(of: pictures.prefix(0)) } == nil)
    }
}
