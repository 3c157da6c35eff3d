import Foundation
import SwiftletNN
import SwiftletTensor
import Testing

@Suite("The parts of the evidence lower bound")
struct VariationalLossTests {
    private let context: ComputeContext

    init() throws { context = try ComputeContext(threads: 2) }

    private func divergences(_ mean: [Float], _ logVariance: [Float], dimensions: Int) -> [Float] {
        let shape: Shape = [mean.count / dimensions, dimensions]
        return gaussianKLDivergence(
            mean: Tensor(mean, shape: shape, in: context),
            logVariance: Tensor(logVariance, shape: shape, in: context)
        ).elements
    }

    @Test("Values that can be computed by hand")
    func divergenceByHand() {
        // Row 1 is the prior itself; in row 2, 1/2 (1 + 1 - 1 - 0) for each mean; in row 3, 1/2 (4 - 1 - log 4) twice.
        let values = divergences(
            [0, 0, 1, -1, 0, 0], [0, 0, 0, 0, Float(log(4.0)), Float(log(4.0))], dimensions: 2)
        for (value, expected) in zip(values, [0, 1, 3 - log(4.0)]) { #expect(abs(Double(value) - expected) < 1e-6) }
    }

    /// KL = E_q[log q(z) - log p(z)], the mean of differences of two log-densities under samples of q.
    @Test("The closed form is what Monte Carlo estimates", arguments: 1...4)
    func monteCarlo(seed: UInt64) {
        var random = RandomStream(seed: seed)
        let dimensions = 5
        let mean = (0..<dimensions).map { _ in random.uniform(-2, 2) }
        let logVariance = (0..<dimensions).map { _ in random.uniform(-3, 1.5) }
        let closed = Double(divergences(mean, logVariance, dimensions: dimensions)[0])
        let count = 40_000
        var (sum, squares) = (0.0, 0.0)
        for _ in 0..<count {
            var difference = 0.0
            for (mean, logVariance) in zip(mean, logVariance) {
                let noise = Double(random.normal())
                let latent = Double(mean) + exp(Double(logVariance) / 2) * noise
                difference += (latent * latent - noise * noise - Double(logVariance)) / 2
            }
            sum += difference
            squares += difference * difference
        }
        let estimate = sum / Double(count)
        let error = ((squares / Double(count) - estimate * estimate) / Double(count)).squareRoot()
        #expect(error < 0.05, "the estimate is too coarse to tell a wrong formula")
        #expect(abs(closed - estimate) < 4 * error, "closed form \(closed), estimate \(estimate) ± \(error)")
    }

    @Test("No divergence is negative, not even by rounding next to the prior")
    func neverNegative() {
        var random = RandomStream(seed: 3)
        for scale in [Float(1e-8), 1e-6, 1e-4, 1e-3, 0.1, 3] {
            let logVariance = (0..<20_000).map { _ in random.uniform(-scale, scale) }
            let mean = (0..<20_000).map { _ in random.uniform(-scale, scale) * 1e-3 }
            #expect(divergences(mean, logVariance, dimensions: 1).allSatisfy { $0 >= 0 }, "scale \(scale)")
        }
        // The plain formula in single precision is negative somewhere: what the test asks for does not hold by itself.
        let plain = (1...1000).map { index -> Float in
            let logVariance = Float(index) * 1e-6
            return expf(logVariance) - 1 - logVariance
        }
        #expect(plain.contains { $0 < 0 })
    }

    @Test("A sample is mean + s * noise, and its gradients reach both parameters")
    func reparametrisation() throws {
        let mean = Tensor([1, -2], shape: [1, 2], in: context)
        let logVariance = Tensor([0, Float(log(9.0))], shape: [1, 2], in: context)
        let noise = Tensor([0.5, -1], shape: [1, 2], in: context)
        let sample = reparametrized(mean: mean, logVariance: logVariance, noise: noise)
        for (value, expected) in zip(sample.elements, [1.5, -5] as [Float]) {
            #expect(abs(value - expected) < 1e-5)
        }
        let gradients = gradients(at: [mean, logVariance]) {
            reparametrized(mean: $0[0], logVariance: $0[1], noise: noise).sum()
        }
        #expect(gradients[0].elements == [1, 1])
        for (value, expected) in zip(gradients[1].elements, [0.25, -1.5] as [Float]) {
            #expect(abs(value - expected) < 1e-5)
        }
    }

    @Test("The Bernoulli log-likelihood is the logarithm of the product of the pixels' probabilities")
    func bernoulli() {
        let logits = (Tensor([0, Float(log(3.0)), Float(log(3.0)), 300, -300, 300], shape: [2, 3], in: context))
        let targets = Tensor([1, 1, 0, 1, 0, 1], shape: [2, 3], in: context)
        let values = bernoulliLogLikelihood(logits: logits, targets: targets).elements
        #expect(abs(Double(values[0]) - log(0.5 * 0.75 * 0.25)) < 1e-6)
        #expect(values[1] == 0)
        let impossible = bernoulliLogLikelihood(logits: logits, targets: 1 - targets).elements
        #expect(impossible[1] == -900)
    }

    @Test("The loss is the mean of beta * KL - log p(x|z)")
    func loss() {
        let bound = EvidenceLowerBound(
            logLikelihood: Tensor([-10, -20], in: context), divergence: Tensor([2, 4], in: context))
        #expect(bound.loss().item == 18)
        #expect(bound.loss(beta: 0.5).item == 16.5)
        #expect(bound.loss(beta: 0).item == 15)
    }

    @Test("log mean exp, where exp alone overflows or underflows")
    func logMeanExponential() {
        #expect(abs(logMeanExp([0, log(3.0)]) - log(2.0)) < 1e-12)
        #expect(abs(logMeanExp([-2000, -2000 + log(3.0)]) - (log(2.0) - 2000)) < 1e-9)
        #expect(abs(logMeanExp([1500, 1500]) - 1500) < 1e-9)
        #expect(logMeanExp([-.infinity, 0]) == log(0.5))
        #expect(logMeanExp([-.infinity, -.infinity]) == -.infinity)
    }
}
