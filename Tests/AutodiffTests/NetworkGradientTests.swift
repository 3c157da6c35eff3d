import SwiftletTensor
import Testing

@Suite struct NetworkGradientTests {
    @Test func embedding() throws {
        var check = try GradientCheck()
        let indices = IntTensor([3, 0, 3, 1, 3, 2], shape: [2, 3], in: check.context)
        let found = try check.mismatches([check.tensor([5, 4])]) { try $0[0].embedding(indices) }
        #expect(found.isEmpty)
    }

    @Test func embeddingLeavesThePaddingRowAlone() throws {
        let context = try ComputeContext()
        let indices = IntTensor([0, 2, 0, 1, 2, 2], shape: [6], in: context)
        let gradient = try gradient(at: .ones([3, 2], in: context)) {
            try $0.embedding(indices, paddingIndex: 2).sum()
        }
        #expect(gradient.elements == [2, 2, 1, 1, 0, 0])
    }

    @Test func batchNormTraining() throws {
        var check = try GradientCheck()
        let context = check.context
        for shape: Shape in [[5, 3], [3, 2, 4], [2, 3, 2, 3]] {
            let channels = shape[1]
            let inputs = [check.tensor(shape), check.tensor([channels]), check.tensor([channels])]
            let found = check.mismatches(inputs) {
                var (mean, variance) = (Tensor.zeros([channels], in: context), Tensor.ones([channels], in: context))
                return $0[0].batchNorm(
                    weight: $0[1], bias: $0[2], runningMean: &mean, runningVariance: &variance)
            }
            #expect(found.isEmpty, "\(shape): \(found)")
        }
    }

    @Test func batchNormInference() throws {
        var check = try GradientCheck()
        let (mean, variance) = (check.tensor([3]), check.tensor([3], in: 0.5...2))
        for shape: Shape in [[5, 3], [2, 3, 4], [2, 3, 2, 3]] {
            let inputs = [check.tensor(shape), check.tensor([3]), check.tensor([3])]
            let found = check.mismatches(inputs) {
                $0[0].batchNorm(weight: $0[1], bias: $0[2], mean: mean, variance: variance)
            }
            #expect(found.isEmpty, "\(shape)")
        }
    }

    @Test func softmax() throws {
        var check = try GradientCheck()
        for shape: Shape in [[1, 1], [4, 5], [2, 3, 7]] {
            #expect(check.mismatches([check.tensor(shape)]) { $0[0].softmax() }.isEmpty, "\(shape)")
        }
    }

    @Test(arguments: [LossReduction.mean, .sum]) func crossEntropy(_ reduction: LossReduction) throws {
        var check = try GradientCheck()
        let labels = IntTensor([2, 0, 4, 4], shape: [4], in: check.context)
        let found = try check.mismatches([check.tensor([4, 5])]) {
            try $0[0].softmaxCrossEntropy(labels: labels, reduction: reduction)
        }
        #expect(found.isEmpty)
    }

    @Test(arguments: [LossReduction.mean, .sum]) func binaryCrossEntropy(_ reduction: LossReduction) throws {
        var check = try GradientCheck()
        let targets = check.tensor([3, 4], in: 0...1)
        let found = check.mismatches([check.tensor([3, 4])]) {
            $0[0].binaryCrossEntropy(targets: targets, reduction: reduction)
        }
        #expect(found.isEmpty)
    }

    @Test(arguments: [LossReduction.mean, .sum]) func meanSquaredError(_ reduction: LossReduction) throws {
        var check = try GradientCheck()
        let inputs = [check.tensor([3, 4]), check.tensor([3, 4])]
        #expect(check.mismatches(inputs) { $0[0].meanSquaredError($0[1], reduction: reduction) }.isEmpty)
    }

    /// Losses of a deep composition, as a model builds it.
    @Test func convolutionalNetwork() throws {
        var check = try GradientCheck()
        let labels = IntTensor([1, 0], shape: [2], in: check.context)
        let tokens = IntTensor([1, 4, 2, 5, 3, 1, 1, 0, 0, 0], shape: [2, 5], in: check.context)
        let lengths = IntTensor([4, 2], shape: [2], in: check.context)
        let inputs = [
            check.tensor([6, 3]), check.tensor([4, 3, 2]), check.tensor([4]), check.tensor([2, 4]), check.tensor([2]),
        ]
        let found = try check.mismatches(inputs) { inputs in
            let words = try inputs[0].embedding(tokens).transposed()
            let features = words.conv1d(weight: inputs[1], bias: inputs[2], activation: .tanh)
            let pooled = features.globalAveragePool(validLengths: lengths)
            return try pooled.linear(weight: inputs[3], bias: inputs[4]).softmaxCrossEntropy(labels: labels)
        }
        #expect(found.isEmpty)
    }
}
