import SwiftletNN
import SwiftletTensor
import Testing

@Suite("Losses have the gradients that differences say")
struct LossGradientTests {
    /// Two tensors of the same shape whose differences are no closer than an eighth to 0 and to 1 / 2, 3 / 4 and 1 in size.
    private func pair(_ check: inout GradientCheck) -> [Tensor] {
        let target = check.tensor([3, 4])
        let steps: [Float] = [0.25, -0.25, 0.625, -0.625, 0.875, -0.875, 1.25, -1.25, 2, -2, 1.5, -0.3125]
        return [target + Tensor(steps, shape: [3, 4], in: check.context), target]
    }

    @Test(arguments: [LossReduction.mean, .sum]) func regression(_ reduction: LossReduction) throws {
        var check = try GradientCheck()
        let inputs = pair(&check)
        #expect(check.mismatches(inputs) { $0[0].meanSquaredError($0[1], reduction: reduction) }.isEmpty)
        #expect(check.mismatches(inputs) { $0[0].meanAbsoluteError($0[1], reduction: reduction) }.isEmpty)
        #expect(check.mismatches(inputs) { $0[0].huberLoss($0[1], delta: 0.75, reduction: reduction) }.isEmpty)
        #expect(check.mismatches(inputs) { $0[0].smoothL1Loss($0[1], beta: 0.5, reduction: reduction) }.isEmpty)
        #expect(check.mismatches(inputs) { $0[0].smoothL1Loss($0[1], beta: 0, reduction: reduction) }.isEmpty)
    }

    @Test(arguments: [LossReduction.mean, .sum]) func classification(_ reduction: LossReduction) throws {
        var check = try GradientCheck()
        let labels = IntTensor([2, 0, 3], shape: [3], in: check.context)
        for smoothing: Float in [0, 0.1, 1] {
            let found = try check.mismatches([check.tensor([3, 4])]) {
                try $0[0].softmaxCrossEntropy(labels: labels, labelSmoothing: smoothing, reduction: reduction)
            }
            #expect(found.isEmpty, "smoothing \(smoothing)")
        }
        let targets = check.tensor([3, 4], in: 0...1)
        let found = check.mismatches([check.tensor([3, 4], in: 0.25...0.75)]) {
            $0[0].binaryCrossEntropyOfProbabilities(targets: targets, reduction: reduction)
        }
        #expect(found.isEmpty)
    }

    @Test(arguments: [LossReduction.mean, .sum]) func embeddings(_ reduction: LossReduction) throws {
        var check = try GradientCheck()
        // Far negatives on one side of the margin, near ones on the other.
        let anchor = check.tensor([4, 3])
        let offsets: [Float] = [0, 1, 0, 0, 0, 2, 1, 1, 0, 0, 3, 1]
        let away: [Float] = [0, 4, 0, 1, 0, 0, 1, 0, 0, 0, 0, 5]
        let inputs = [
            anchor, anchor + Tensor(offsets, shape: [4, 3], in: check.context),
            anchor - Tensor(away, shape: [4, 3], in: check.context),
        ]
        let triplets = check.mismatches(inputs) {
            tripletMarginLoss(anchor: $0[0], positive: $0[1], negative: $0[2], margin: 0.5, reduction: reduction)
        }
        #expect(triplets.isEmpty)
        let pairs = [check.tensor([4, 3], gap: 0.5), check.tensor([4, 3], gap: 0.5)]
        let contrasts = check.mismatches(pairs) {
            infoNCELoss(queries: $0[0], keys: $0[1], temperature: 0.5, reduction: reduction)
        }
        #expect(contrasts.isEmpty)
    }

    @Test("A row of zeros has a finite norm, and InfoNCE of equal keys is the logarithm of their number")
    func degenerate() throws {
        let context = try ComputeContext(threads: 1)
        let rows = Tensor([3, 4, 0, 0], shape: [2, 2], in: context)
        #expect(rows.l2Normalized().elements == [0.6, 0.8, 0, 0])
        let same = Tensor([1, 2, 1, 2, 1, 2], shape: [3, 2], in: context)
        #expect(abs(infoNCELoss(queries: same, keys: same).item - 1.0986123) < 1e-5)
    }
}
