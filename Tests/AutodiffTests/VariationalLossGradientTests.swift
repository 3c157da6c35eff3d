import SwiftletNN
import SwiftletTensor
import Testing

@Suite("Gradients of the parts of the evidence lower bound are those of central differences")
struct VariationalLossGradientTests {
    @Test(arguments: 1...3) func divergence(seed: UInt64) throws {
        var check = try GradientCheck(seed: seed)
        let inputs = [check.tensor([3, 4]), check.tensor([3, 4])]
        #expect(check.mismatches(inputs) { gaussianKLDivergence(mean: $0[0], logVariance: $0[1]) }.isEmpty)
    }

    @Test(arguments: 1...3) func reparametrisation(seed: UInt64) throws {
        var check = try GradientCheck(seed: seed)
        let inputs = [check.tensor([3, 4]), check.tensor([3, 4])]
        let noise = check.tensor([3, 4])
        #expect(check.mismatches(inputs) { reparametrized(mean: $0[0], logVariance: $0[1], noise: noise) }.isEmpty)
    }

    @Test(arguments: 1...3) func bernoulli(seed: UInt64) throws {
        var check = try GradientCheck(seed: seed)
        let logits = check.tensor([3, 5])
        let targets = check.tensor([3, 5], in: 0...1)
        #expect(check.mismatches([logits]) { bernoulliLogLikelihood(logits: $0[0], targets: targets) }.isEmpty)
    }

    @Test("A wrong product would be reported")
    func plantedError() throws {
        var check = try GradientCheck(seed: 1)
        let inputs = [check.tensor([3, 4]), check.tensor([3, 4])]
        let mismatches = check.mismatches(inputs) { inputs in
            let right = gaussianKLDivergence(mean: inputs[0], logVariance: inputs[1])
            // The gradient forgets that the variance is an exponential.
            return Tape.record(right.detached, from: inputs) { outputGradient in
                inputs.map { $0 * outputGradient.aligned(axis: 0, rank: 2) }
            }
        }
        #expect(!mismatches.isEmpty && mismatches.allSatisfy { $0.input == 1 })
    }
}
