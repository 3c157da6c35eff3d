import Foundation
import SwiftletTensor
import Testing

@Suite struct ElementwiseTests {
    let context: ComputeContext

    init() throws { context = try ComputeContext(threads: 2) }

    private func tensor(_ elements: Float...) -> Tensor { Tensor(elements, in: context) }

    /// A function of each element and its definition in double precision.
    struct UnaryCase: Sendable, CustomTestStringConvertible {
        let name: String
        var needsPositive = false
        let function: @Sendable (Tensor) -> Tensor
        let definition: @Sendable (Double) -> Double

        var testDescription: String { name }
    }

    static let functions = [
        UnaryCase(name: "negative", function: { -$0 }, definition: { -$0 }),
        UnaryCase(name: "abs", function: { $0.abs() }, definition: { abs($0) }),
        UnaryCase(name: "squared", function: { $0.squared() }, definition: { $0 * $0 }),
        UnaryCase(
            name: "sqrt", needsPositive: true, function: { $0.sqrt() }, definition: { $0.squareRoot() }),
        UnaryCase(name: "reciprocal", function: { $0.reciprocal() }, definition: { 1 / $0 }),
        UnaryCase(name: "exp", function: { $0.exp() }, definition: { exp($0) }),
        UnaryCase(name: "log", needsPositive: true, function: { $0.log() }, definition: { log($0) }),
        UnaryCase(name: "relu", function: { $0.relu() }, definition: { max($0, 0) }),
        UnaryCase(
            name: "leakyRelu", function: { $0.leakyRelu(slope: 0.25) }, definition: { $0 > 0 ? $0 : 0.25 * $0 }),
        UnaryCase(name: "sigmoid", function: { $0.sigmoid() }, definition: { 1 / (1 + exp(-$0)) }),
        UnaryCase(name: "tanh", function: { $0.tanh() }, definition: { tanh($0) }),
        UnaryCase(name: "softplus", function: { $0.softplus() }, definition: { log1p(exp($0)) }),
    ]

    @Test(arguments: functions) func unary(_ unary: UnaryCase) {
        let inputs: [Float] = [-3.5, -1, -0.25, 0.125, 0.5, 1, 2.75, 9].map { unary.needsPositive ? abs($0) : $0 }
        let outputs = unary.function(Tensor(inputs, in: context)).elements
        for (input, output) in zip(inputs, outputs) {
            let expected = unary.definition(Double(input))
            #expect(abs(Double(output) - expected) <= 1e-6 * max(1, abs(expected)), "\(unary.name)(\(input))")
        }
    }

    /// Where the result is a float, it is exact.
    @Test func exactValues() {
        let x = tensor(0.25, 4)
        #expect((-x).elements == [-0.25, -4])
        #expect((-x).abs().elements == [0.25, 4])
        #expect(x.squared().elements == [0.0625, 16])
        #expect(x.sqrt().elements == [0.5, 2])
        #expect(x.reciprocal().elements == [4, 0.25])
        #expect((-x).relu().elements == [0, 0])
        #expect((-x).leakyRelu(slope: 0.5).elements == [-0.125, -2])
    }

    @Test func extremesDoNotOverflow() {
        let outputs = tensor(-200, 200).softplus().elements
        #expect(outputs[0] >= 0 && outputs[0] < 1e-30 && outputs[1] == 200)
        #expect(tensor(-200, 200).sigmoid().elements[1] == 1)
        #expect(tensor(-200, 200).tanh().elements == [-1, 1])
    }

    @Test func sameShape() {
        let (a, b) = (tensor(6, -8, 10), tensor(3, 2, -4))
        #expect((a + b).elements == [9, -6, 6])
        #expect((a - b).elements == [3, -10, 14])
        #expect((a * b).elements == [18, -16, -40])
        #expect((a / b).elements == [2, -4, -2.5])
        #expect(a.maximum(b).elements == [6, 2, 10])
        #expect(a.minimum(b).elements == [3, -8, -4])
    }

    @Test func withANumber() {
        let x = tensor(2, -4)
        #expect((x + 1).elements == [3, -3] && (1 + x).elements == [3, -3])
        #expect((x - 1).elements == [1, -5] && (1 - x).elements == [-1, 5])
        #expect((x * 3).elements == [6, -12] && (3 * x).elements == [6, -12])
        #expect((x / 4).elements == [0.5, -1] && (4 / x).elements == [2, -1])
        #expect(x.maximum(0).elements == [2, 0] && x.minimum(0).elements == [0, -4])
        #expect(x.affine(scale: 2, offset: 1).elements == [5, -7])
        #expect((tensor(1, 5) / 3).elements == [Float(1) / 3, Float(5) / 3])
    }

    @Test func broadcastAlongAnAxis() {
        let x = Tensor([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], shape: [2, 3, 2], in: context)
        #expect(
            (x + tensor(100, 200).aligned(axis: 0, rank: 3)).elements
                == [101, 102, 103, 104, 105, 106, 207, 208, 209, 210, 211, 212])
        #expect(
            (x * tensor(1, 10, 100).aligned(axis: 1, rank: 3)).elements
                == [1, 2, 30, 40, 500, 600, 7, 8, 90, 100, 1100, 1200])
        #expect((x - tensor(1, 2)).elements == [0, 0, 2, 2, 4, 4, 6, 6, 8, 8, 10, 10])
        #expect((tensor(1, 2) - x).elements == [0, 0, -2, -2, -4, -4, -6, -6, -8, -8, -10, -10])
    }

    @Test func factories() {
        #expect(Tensor.full([2, 2], 3, in: context).elements == [3, 3, 3, 3])
        #expect(Tensor.zeros([3], in: context).elements == [0, 0, 0])
        #expect(Tensor.ones([2], in: context).elements == [1, 1])
        #expect(Tensor.scalar(5, in: context).shape == [] && Tensor.scalar(5, in: context).item == 5)
    }
}
