import Foundation
import SwiftletTensor
import Testing

@Suite struct ClassificationTests {
    let context: ComputeContext

    init() throws { context = try ComputeContext(threads: 2) }

    @Test func softmax() {
        let output = Tensor([0, Float(log(3.0)), 500, 500], shape: [2, 2], in: context).softmax().elements
        for (value, expected) in zip(output, [0.25, 0.75, 0.5, 0.5] as [Float]) {
            #expect(abs(value - expected) < 1e-6)
        }
    }

    @Test func crossEntropy() throws {
        let logits = Tensor([0, Float(log(3.0)), 2, 2], shape: [2, 2], in: context)
        let labels = IntTensor([0, 1], shape: [2], in: context)
        let (losses, gradient) = try logits.softmaxCrossEntropy(labels: labels, gradientScale: 2)
        for (loss, expected) in zip(losses.elements, [log(4.0), log(2.0)]) {
            #expect(abs(Double(loss) - expected) < 1e-6)
        }
        for (value, expected) in zip(try #require(gradient).elements, [-1.5, 1.5, 1, -1] as [Float]) {
            #expect(abs(value - expected) < 1e-6)
        }
        #expect(try logits.softmaxCrossEntropy(labels: labels).gradient == nil)
    }

    @Test func embedding() throws {
        let table = Tensor([1, 2, 3, 4, 5, 6], shape: [3, 2], in: context)
        let indices = IntTensor([2, 0, 2], shape: [1, 3], in: context)
        let rows = try table.embedding(indices)
        #expect(rows.shape == [1, 3, 2] && rows.elements == [5, 6, 1, 2, 5, 6])
        let gradient = Tensor.embeddingGradient(outputGradient: rows, indices: indices, tableShape: [3, 2])
        #expect(gradient.elements == [1, 2, 0, 0, 10, 12])
    }

    @Test func batchNorm() {
        let input = Tensor([1, 10, 3, 20, 5, 30], shape: [3, 2], in: context)
        let (scale, offset) = (Tensor([2, 1], in: context), Tensor([0, -1], in: context))
        var (mean, variance) = (Tensor.zeros([2], in: context), Tensor.ones([2], in: context))
        let kept = (mean, variance)
        let norm = BatchNorm(epsilon: 0, momentum: 0.5)
        let (output, statistics) = norm.forwardTraining(
            input, scale: scale, offset: offset, runningMean: &mean, runningVariance: &variance)
        #expect(statistics.mean.elements == [3, 20])
        // Biased variances 8 / 3 and 200 / 3 normalise; unbiased ones, 4 and 100, enter the running statistics.
        let root = Float(1.5).squareRoot()
        for (value, expected) in zip(output.elements, [-2 * root, -root - 1, 0, -1, 2 * root, root - 1]) {
            #expect(abs(value - expected) < 1e-5)
        }
        #expect(mean.elements == [1.5, 10] && variance.elements == [2.5, 50.5])
        #expect(kept.0.elements == [0, 0] && kept.1.elements == [1, 1])
        let inference = norm.forwardInference(
            input, scale: scale, offset: offset, runningMean: Tensor([1, 10], in: context),
            runningVariance: Tensor([4, 25], in: context))
        #expect(inference.elements == [0, -1, 2, 1, 4, 3])
    }
}
