import Foundation
import SwiftletTensor
import Testing

@testable import SwiftletNN

@Suite("Adversarial losses")
struct AdversarialLossTests {
    /// Logits of real and generated pictures, as parameters.
    private final class Logits: Module {
        let real: Parameter
        let generated: Parameter

        init(_ real: [Float], _ generated: [Float], in context: ComputeContext) {
            self.real = Parameter(Tensor(real, in: context))
            self.generated = Parameter(Tensor(generated, in: context))
        }
    }

    private let context: ComputeContext
    private let logits: Logits

    init() throws {
        context = try ComputeContext(threads: 1)
        logits = Logits([2, -0.5], [0.25, -3], in: context)
    }

    private func run(_ body: (Tensor, Tensor) -> Tensor) throws -> (loss: Float, gradients: Gradients) {
        let (value, gradients) = try valueAndGradients(of: logits, random: RandomStream(seed: 0)) { pass in
            body(pass.tensor(of: logits.real), pass.tensor(of: logits.generated))
        }
        return (value.item, gradients)
    }

    private func expect(_ values: [Float]?, _ expected: [Double]) throws {
        let values = try #require(values)
        #expect(values.count == expected.count)
        for (value, expected) in zip(values, expected) { #expect(abs(Double(value) - expected) < 1e-6) }
    }

    private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    @Test("Non-saturating, with and without label smoothing", arguments: [1.0, 0.9])
    func nonSaturating(target: Double) throws {
        let (loss, gradients) = try run {
            AdversarialLoss.nonSaturating.ofDiscriminator(real: $0, generated: $1, realTarget: Float(target))
        }
        let real = [2, -0.5].map { -target * log(sigmoid($0)) - (1 - target) * log(1 - sigmoid($0)) }
        let generated = [0.25, -3].map { -log(1 - sigmoid($0)) }
        #expect(abs(Double(loss) - (real.reduce(0, +) + generated.reduce(0, +)) / 2) < 1e-6)
        try expect(gradients["real"]?.elements, [2, -0.5].map { (sigmoid($0) - target) / 2 })
        try expect(gradients["generated"]?.elements, [0.25, -3].map { sigmoid($0) / 2 })
    }

    @Test("The generator's non-saturating loss is -log D")
    func nonSaturatingGenerator() throws {
        let (loss, gradients) = try run { AdversarialLoss.nonSaturating.ofGenerator($1) }
        #expect(abs(Double(loss) - (-log(sigmoid(0.25)) - log(sigmoid(-3))) / 2) < 1e-6)
        try expect(gradients["generated"]?.elements, [0.25, -3].map { (sigmoid($0) - 1) / 2 })
    }

    @Test("Hinge: logits beyond the margin have no gradient for the discriminator")
    func hinge() throws {
        let (loss, gradients) = try run { AdversarialLoss.hinge.ofDiscriminator(real: $0, generated: $1) }
        #expect(abs(loss - (1.5 / 2 + 1.25 / 2)) < 1e-6)
        try expect(gradients["real"]?.elements, [0, -0.5])
        try expect(gradients["generated"]?.elements, [0.5, 0])
        let (generatorLoss, generatorGradients) = try run { AdversarialLoss.hinge.ofGenerator($1) }
        #expect(abs(generatorLoss - 1.375) < 1e-6)
        try expect(generatorGradients["generated"]?.elements, [-0.5, -0.5])
    }
}
