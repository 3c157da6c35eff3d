import SwiftletTensor
import Testing

@testable import TextCNNExperiment

@Suite("Padding never enters a prediction")
struct PaddingTests {
    private let short = ["a b c d", "e f g h i", "k l m n"]
    private let long = "a b c d e f g h i k l m n o p q r s t u v w x y z"

    @Test(
        "A sentence has the same logits alone as beside longer ones", arguments: Pooling.allCases,
        ["reference", "generic", "auto"])
    func independence(pooling: Pooling, kernels: String) throws {
        let classifier = try makeClassifier(pooling: pooling, kernels: kernels)
        let texts = short + ["a", "b c", ""]
        let alone = try texts.map { try classifier.logits([$0])[0] }
        let together = try classifier.logits(texts + [long])
        #expect(distance(alone, together.dropLast()) < 1e-6)
        #expect(together.last != together.first)
    }

    @Test(
        "Not even a NaN in padding reaches a sentence that fills the longest kernel", arguments: Pooling.allCases,
        ["reference", "auto"])
    func poisonedPadding(pooling: Pooling, kernels: String) throws {
        let classifier = try makeClassifier(pooling: pooling, kernels: kernels)
        let clean = try classifier.logits(short + [long])
        var table = classifier.model.embedding.weight.value
        let dimension = classifier.embeddingDimension
        table.withUnsafeMutableElements { for column in 0..<dimension { $0[column] = .nan } }
        classifier.model.embedding.weight.value = table
        #expect(try classifier.logits(short + [long]) == clean)
        // One shorter than the kernel does see padding, so the NaN was there to be found.
        #expect(try classifier.logits(["a b"]).joined().contains { $0.isNaN })
    }

    @Test("A sentence shorter than the kernel has one window, filled up with padding", arguments: Pooling.allCases)
    func shortSentence(pooling: Pooling) throws {
        let classifier = try makeClassifier(pooling: pooling, kernelSizes: [4])
        let logits = try classifier.logits(["a b", "a b c", ""])
        #expect(logits.joined().allSatisfy { $0.isFinite })
        #expect(logits[0] != logits[1])
        let state = Dictionary(
            uniqueKeysWithValues: try classifier.model.stateDictionary().map { ($0.name, $0.value.elements) })
        let window = classifier.encoder.encode("a b") + [0, 0]
        #expect(distance([logits[0]], [Self.logits(ofWindow: window, state)]) < 1e-5)
    }

    /// The logits of a network with one window, from the definition.
    private static func logits(ofWindow window: [Int32], _ state: [String: [Float]]) -> [Float] {
        let (dimension, filters) = (5, 6)
        let (embedding, weight) = (state["embedding.weight"]!, state["convolutions.0.weight"]!)
        let features = (0..<filters).map { filter in
            var sum = state["convolutions.0.bias"]![filter]
            for column in 0..<dimension {
                for (position, word) in window.enumerated() {
                    sum +=
                        weight[(filter * dimension + column) * window.count + position]
                        * embedding[Int(word) * dimension + column]
                }
            }
            return max(sum, 0)
        }
        // The mean and the maximum of one window are the same.
        let columns = state["output.weight"]!.count / state["output.bias"]!.count
        return state["output.bias"]!.enumerated().map { label, bias in
            (0..<columns).reduce(bias) { $0 + features[$1 % filters] * state["output.weight"]![label * columns + $1] }
        }
    }
}
