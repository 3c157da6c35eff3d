import Foundation
import SwiftletTensor
import Testing

@Suite struct LossTests {
    let context: ComputeContext

    init() throws { context = try ComputeContext() }

    private func tensor(_ elements: [Float], _ shape: Shape) -> Tensor {
        Tensor(elements, shape: shape, in: context)
    }

    @Test func crossEntropy() throws {
        let logits = tensor([0, Float(log(3.0)), 2, 2], [2, 2])
        let labels = IntTensor([0, 1], shape: [2], in: context)
        let mean = try logits.softmaxCrossEntropy(labels: labels)
        let sum = try logits.softmaxCrossEntropy(labels: labels, reduction: .sum)
        #expect(mean.shape == [] && abs(Double(mean.item) - log(8.0) / 2) < 1e-6)
        #expect(abs(Double(sum.item) - log(8.0)) < 1e-6)
    }

    @Test func binaryCrossEntropy() {
        let logits = tensor([0, Float(log(3.0)), 300, -300], [4])
        let targets = Tensor([1, 0, 1, 0], in: context)
        let sum = logits.binaryCrossEntropy(targets: targets, reduction: .sum)
        #expect(abs(Double(sum.item) - log(8.0)) < 1e-6)
        #expect(abs(Double(logits.binaryCrossEntropy(targets: targets).item) - log(8.0) / 4) < 1e-6)
        #expect(logits.binaryCrossEntropy(targets: 1 - targets, reduction: .sum).item > 600)
    }

    @Test func meanSquaredError() {
        let (left, right) = (tensor([1, 2, 3], [3]), tensor([2, 2, 5], [3]))
        #expect(left.meanSquaredError(right).item == Float(5) / 3)
        #expect(left.meanSquaredError(right, reduction: .sum).item == 5)
    }

    @Test func refusedLabelsAreAnError() {
        let labels = IntTensor([2], shape: [1], in: context)
        #expect(throws: KernelError.self) { try tensor([0, 0], [1, 2]).softmaxCrossEntropy(labels: labels) }
        #expect(throws: KernelError.self) { try tensor([0, 0], [1, 2]).embedding(labels) }
    }
}
