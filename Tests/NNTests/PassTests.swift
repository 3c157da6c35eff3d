import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletNN

@Suite("Passes: frozen parameters, modes and random streams")
struct PassTests {
    private let context: ComputeContext
    private let random = RandomStream(seed: 4)
    init() throws { context = try ComputeContext(threads: 1) }

    @Test("A frozen parameter and one that is not used have no gradient; the others do")
    func frozen() throws {
        let model = try Sequential(Linear(2, 2), Linear(2, 1)).initialized(seed: 4, in: context)
        let first = try #require(model.layers[0] as? Linear)
        first.weight.isTrainable = false
        let input = Tensor.ones([3, 2], in: context)
        let (_, gradients) = try valueAndGradients(of: model, random: random) { first($0(input)).sum() }
        #expect(gradients.entries.map(\.name) == ["0.bias"])
        #expect(gradients["0.bias"]?.elements == [3, 3])
        #expect(gradients["0.weight"] == nil)
    }

    @Test("A frozen table of word vectors is part of the state but takes no gradient")
    func frozenEmbedding() throws {
        let table = Embedding(table: .ones([3, 2], in: context), isFrozen: true)
        let indices = IntTensor([0, 2], shape: [2], in: context)
        let (_, gradients) = try valueAndGradients(of: table, random: random) { try table($0(indices)).sum() }
        #expect(gradients.entries.isEmpty)
        #expect(try table.stateDictionary().map(\.name) == ["weight"])
    }

    @Test("An index outside the table is an error")
    func indexOutside() throws {
        let table = try Embedding(3, 2).initialized(seed: 4, in: context)
        for index in [-1, 3] as [Int32] {
            #expect(throws: KernelError.self) {
                try table(IntTensor([0, index], shape: [2], in: context))
            }
        }
    }

    @Test("A parameter that is used twice collects both gradients")
    func sharedParameter() throws {
        let layer = try Linear(1, 1, bias: false).initialized(seed: 4, in: context)
        layer.weight.value.fill(3)
        let input = Tensor.full([1, 1], 2, in: context)
        let (value, gradients) = try valueAndGradients(of: layer, random: random) { layer(layer($0(input))).sum() }
        #expect(value.item == 18)
        #expect(gradients["weight"]?.elements == [12])
    }

    @Test("Dropout does nothing in evaluation, and keeps the mean in training")
    func dropout() throws {
        let layer = Dropout(rate: 0.25)
        let input = Tensor.ones([200, 100], in: context)
        #expect(layer(input).elements == input.elements)
        let output = layer(Pass(.training, random: random)(input)).elements
        let dropped = output.filter { $0 == 0 }.count
        #expect(output.allSatisfy { $0 == 0 || abs($0 - 4 / 3) < 1e-6 })
        // Five standard deviations of the binomial distribution.
        #expect(abs(dropped - 5000) < 5 * 62)
    }

    private final class Model: Module {
        let early: Dropout?
        let inner: Sequential
        init(early: Dropout?) {
            self.early = early
            inner = Sequential(Dropout(rate: 0.5), Dropout(rate: 0.5))
        }
    }

    /// What the two inner layers drop of ones.
    private func masks(_ model: Model, random: RandomStream, reversed: Bool = false) throws -> [[Float]] {
        let holder = Probe(.ones([64], in: context), model)
        var outputs: [[Float]] = [[], []]
        _ = try valueAndGradients(of: holder, random: random) { pass in
            let input = pass.tensor(of: holder.input)
            if let early = model.early { _ = early(input) }
            for index in reversed ? [1, 0] : [0, 1] {
                outputs[index] = model.inner.layers[index](input).elements
            }
            return input.sum()
        }
        return outputs
    }

    @Test("A dropout layer's numbers depend on the stream and its path, not on other layers or the order of calls")
    func dropoutStreams() throws {
        let plain = try masks(Model(early: nil), random: random)
        #expect(plain[0] != plain[1])
        #expect(try masks(Model(early: nil), random: random) == plain)
        #expect(try masks(Model(early: Dropout(rate: 0.5)), random: random) == plain)
        #expect(try masks(Model(early: nil), random: random, reversed: true) == plain)
        let other = try masks(Model(early: nil), random: random.child("next step"))
        #expect(other[0] != plain[0] && other[1] != plain[1])
    }

    @Test("Two calls of one dropout layer in a pass, as for the two images of a pair, drop different elements")
    func repeatedDropout() throws {
        let layer = Dropout(rate: 0.5)
        let pass = Pass(.training, random: random)
        let ones = Tensor.ones([64], in: context)
        let input = pass(ones)
        let (first, second) = (layer(input).elements, layer(input).elements)
        #expect(first != second)
        #expect(layer(Pass(.training, random: random)(ones)).elements == first)
    }

    @Test("Errors of the body reach the caller")
    func bodyError() throws {
        struct Stop: Error {}
        let layer = Linear(1, 1)
        #expect(throws: Stop.self) { try valueAndGradients(of: layer, random: random) { _ in throw Stop() } }
    }

    @Test("A fused activation gives what the layers give one after the other")
    func fusedActivation() throws {
        let input = Tensor((0..<24).map { Float($0 % 7) - 3 }, shape: [2, 3, 4], in: context)
        let cases: [(Activation, any Layer)] = [
            (.relu, ReLU()), (.leakyRelu(slope: 0.1), LeakyReLU(slope: 0.1)), (.sigmoid, Sigmoid()), (.tanh, Tanh()),
        ]
        for (activation, layer) in cases {
            func convolution(_ activation: Activation) throws -> Conv1d {
                try Conv1d(3, 5, kernelSize: 2, activation: activation).initialized(seed: 4, in: context)
            }
            let (fused, plain) = (try convolution(activation), try convolution(.identity))
            let (left, leftGradients) = try valueAndGradients(of: fused, random: random) {
                fused($0(input)).squared().sum()
            }
            let (right, rightGradients) = try valueAndGradients(of: plain, random: random) {
                layer(plain($0(input))).squared().sum()
            }
            #expect(abs(left.item - right.item) <= 1e-5 * abs(right.item))
            for (left, right) in zip(leftGradients.entries, rightGradients.entries) {
                let golden = GoldenTensor(
                    shape: right.gradient.shape.dimensions, data: right.gradient.elements.map(Double.init))
                expectClose(left.gradient, golden, "gradient of \(left.name) under \(activation)")
            }
        }
    }
}
