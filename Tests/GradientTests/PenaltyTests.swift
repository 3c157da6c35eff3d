import SwiftletNN
import SwiftletTensor
import TestSupport
import Testing

/// Two convolutions and a product, as in Scripts/goldens/gradients.py.
private final class Critic: Layer {
    let conv1 = Conv2d(2, 4, kernelSize: 3, padding: 1, activation: .leakyRelu(slope: 0.2))
    let conv2 = Conv2d(4, 4, kernelSize: 3, stride: 2, padding: 1)
    let linear = Linear(16, 1)

    func callAsFunction(_ input: Tensor) -> Tensor { linear(conv2(conv1(input)).silu().flattened()) }
}

@Suite("Penalties on gradients")
struct PenaltyTests {
    private func critic(_ golden: GoldenCase, in context: ComputeContext) throws -> Critic {
        let critic = Critic()
        let names = try critic.namedParameters().map(\.name)
        try critic.load(
            Dictionary(uniqueKeysWithValues: names.map { ($0, try golden.tensor($0, in: context)) }))
        return critic
    }

    private func penalty(_ golden: GoldenCase, _ critic: Critic, _ pass: Pass?, in context: ComputeContext) throws
        -> Tensor
    {
        let real = try golden.tensor("real", in: context)
        let input = pass.map { $0(real) } ?? real
        if golden.name == "r1" { return r1Penalty(at: input) { critic($0) } }
        return wassersteinGradientPenalty(
            real: input, generated: try golden.tensor("generated", in: context),
            fractions: try golden.tensor("fractions", in: context)
        ) { critic($0) }
    }

    @Test(arguments: try GoldenFile.cases("penalty", in: .module), kernelSelections)
    func penaltiesAreThoseOfPyTorch(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let critic = try critic(golden, in: context)
        let (value, gradients) = try valueAndGradients(of: critic) { try penalty(golden, critic, $0, in: context) }
        expectClose(value.reshaped(to: [1]), try golden.golden("penalty"), tolerance: 2e-5, "penalty")
        for (name, parameter) in try critic.namedParameters() {
            let gradient = gradients[name] ?? .zeros(parameter.shape, in: context)
            expectClose(gradient, try golden.golden("\(name)_gradient"), tolerance: 5e-5, "gradient of \(name)")
        }
    }

    @Test(arguments: try GoldenFile.cases("penalty", in: .module))
    func outsideOfAPassAPenaltyIsAConstant(_ golden: GoldenCase) throws {
        let context = try ComputeContext(threads: 2)
        let critic = try critic(golden, in: context)
        let value = try penalty(golden, critic, nil, in: context)
        #expect(!value.isTracked)
        expectClose(value.reshaped(to: [1]), try golden.golden("penalty"), tolerance: 2e-5, "penalty")
    }

    @Test(arguments: try GoldenFile.cases("penalty", in: .module))
    func stepsThatMinimizeAPenaltyReduceIt(_ golden: GoldenCase) throws {
        let context = try ComputeContext(threads: 2)
        let critic = try critic(golden, in: context)
        var values: [Float] = []
        for _ in 0..<20 {
            let (value, gradients) = try valueAndGradients(of: critic) { try penalty(golden, critic, $0, in: context) }
            values.append(value.item)
            for entry in gradients.entries { entry.parameter.value.add(entry.gradient, scaledBy: -0.01) }
        }
        #expect(values.last! < 0.5 * values[0], "\(values)")
    }

    @Test func noGradientFlowsToTheExamples() throws {
        let context = try ComputeContext(threads: 1)
        let real = Tensor([[0.5, 1], [2, -1]], in: context)
        let fractions = Tensor([0.25, 0.75], in: context)
        let found = gradients(at: [real, real * 2]) { examples in
            wassersteinGradientPenalty(real: examples[0], generated: examples[1], fractions: fractions) {
                $0.squared().squared().sum(axis: 1)
            }
        }
        #expect(found.allSatisfy { $0.elements.allSatisfy { $0 == 0 } })
    }

    @Test func aConstantCriticHasAFinitePenalty() throws {
        let context = try ComputeContext(threads: 1)
        final class Flat: Layer {
            let weight = Parameter([2], .zeros)
            func callAsFunction(_ input: Tensor) -> Tensor { (weight(for: input) * input).sum(axis: 1) }
        }
        let model = try Flat().initialized(seed: 1, in: context)
        let real = Tensor([[0.5, 1], [2, -1]], in: context)
        let (value, gradients) = try valueAndGradients(of: model) { pass in
            wassersteinGradientPenalty(
                real: pass(real), generated: real * 2, fractions: Tensor([0.5, 0.5], in: context), weight: 1
            ) { model($0) }
        }
        #expect(abs(value.item - 1) < 1e-5)
        #expect(gradients["weight"]?.elements == [0, 0])
    }

    @Test func theCriticsLossIsTheDifferenceOfMeans() throws {
        let context = try ComputeContext(threads: 1)
        let (real, generated) = (Tensor([1, 2, 6], in: context), Tensor([0.5, -1.5], in: context))
        #expect(wassersteinCriticLoss(real: real, generated: generated).item == -3.5)
        #expect(wassersteinGeneratorLoss(generated).item == 0.5)
        let slopes = gradients(at: [real, generated]) { wassersteinCriticLoss(real: $0[0], generated: $0[1]) }
        #expect(slopes[0].elements.allSatisfy { abs($0 + 1 / 3) < 1e-6 })
        #expect(slopes[1].elements == [0.5, 0.5])
    }
}
