import Foundation
import Testing

@testable import SwiftletTensor

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
        let (losses, gradient) = try logits.crossEntropy(labels: labels, gradientScale: 2)
        for (loss, expected) in zip(losses.elements, [log(4.0), log(2.0)]) {
            #expect(abs(Double(loss) - expected) < 1e-6)
        }
        for (value, expected) in zip(try #require(gradient).elements, [-1.5, 1.5, 1, -1] as [Float]) {
            #expect(abs(value - expected) < 1e-6)
        }
        #expect(try logits.crossEntropy(labels: labels, gradientScale: nil).gradient == nil)
        let mean = try valueAndGradient(at: logits) { try $0.softmaxCrossEntropy(labels: labels) }
        #expect(abs(Double(mean.value.item) - (log(4.0) + log(2.0)) / 2) < 1e-6)
        for (value, expected) in zip(mean.gradient.elements, [-0.375, 0.375, 0.25, -0.25] as [Float]) {
            #expect(abs(value - expected) < 1e-6)
        }
    }

    @Test func embedding() throws {
        let table = Tensor([1, 2, 3, 4, 5, 6], shape: [3, 2], in: context)
        let indices = IntTensor([2, 0, 2], shape: [1, 3], in: context)
        let rows = try table.embedding(indices)
        #expect(rows.shape == [1, 3, 2] && rows.elements == [5, 6, 1, 2, 5, 6])
        let tableGradient = try gradient(at: table) { (try $0.embedding(indices) * rows).sum() }
        #expect(tableGradient.elements == [1, 2, 0, 0, 10, 12])
    }

    @Test func batchNorm() {
        let input = Tensor([1, 10, 3, 20, 5, 30], shape: [3, 2], in: context)
        let (weight, bias) = (Tensor([2, 1], in: context), Tensor([0, -1], in: context))
        var (mean, variance) = (Tensor.zeros([2], in: context), Tensor.ones([2], in: context))
        let kept = (mean, variance)
        let output = input.batchNorm(
            weight: weight, bias: bias, runningMean: &mean, runningVariance: &variance, momentum: 0.5, epsilon: 0)
        // The means are 3 and 20. Biased variances 8 / 3 and 200 / 3 normalise; unbiased ones, 4 and 100, enter the running statistics.
        let root = Float(1.5).squareRoot()
        for (value, expected) in zip(output.elements, [-2 * root, -root - 1, 0, -1, 2 * root, root - 1]) {
            #expect(abs(value - expected) < 1e-5)
        }
        #expect(mean.elements == [1.5, 10] && variance.elements == [2.5, 50.5])
        #expect(kept.0.elements == [0, 0] && kept.1.elements == [1, 1])
        let inference = input.batchNorm(
            weight: weight, bias: bias, mean: Tensor([1, 10], in: context), variance: Tensor([4, 25], in: context),
            epsilon: 0)
        #expect(inference.elements == [0, -1, 2, 1, 4, 3])
    }
}
