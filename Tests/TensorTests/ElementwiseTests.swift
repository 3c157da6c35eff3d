import Foundation
import SwiftletTensor
import Testing

@Suite struct ElementwiseTests {
    let context: ComputeContext

    init() throws { context = try ComputeContext(threads: 2) }

    private func tensor(_ elements: Float...) -> Tensor { Tensor(elements, in: context) }

    /// Each operation and its definition in double precision.
    static let operations: [(UnaryOperation, @Sendable (Double) -> Double)] = [
        (.negate, { -$0 }), (.absolute, { abs($0) }), (.square, { $0 * $0 }), (.squareRoot, { abs($0).squareRoot() }),
        (.reciprocal, { 1 / $0 }), (.exponential, { exp($0) }), (.logarithm, { log(abs($0)) }),
        (.relu, { max($0, 0) }), (.leakyRelu(slope: 0.25), { $0 > 0 ? $0 : 0.25 * $0 }),
        (.sigmoid, { 1 / (1 + exp(-$0)) }), (.tanh, { Foundation.tanh($0) }), (.softplus, { log1p(exp($0)) }),
    ]

    @Test(arguments: operations) func unary(_ operation: UnaryOperation, _ definition: @Sendable (Double) -> Double) {
        let needsPositive = operation == .squareRoot || operation == .logarithm
        let inputs: [Float] = [-3.5, -1, -0.25, 0.125, 0.5, 1, 2.75, 9].map { needsPositive ? abs($0) : $0 }
        let outputs = Tensor(inputs, in: context).applying(operation).elements
        for (input, output) in zip(inputs, outputs) {
            let expected = definition(Double(input))
            #expect(abs(Double(output) - expected) <= 1e-6 * max(1, abs(expected)), "\(operation)(\(input))")
        }
    }

    @Test func unaryNames() {
        let x = tensor(0.25, 4)
        #expect(x.negated().elements == [-0.25, -4])
        #expect((-x).absolute().elements == [0.25, 4])
        #expect(x.squared().elements == [0.0625, 16])
        #expect(x.squareRoot().elements == [0.5, 2])
        #expect(x.reciprocal().elements == [4, 0.25])
        #expect((-x).relu().elements == [0, 0])
        #expect((-x).leakyRelu(slope: 0.5).elements == [-0.125, -2])
        for (named, operation) in [
            (x.exponential(), UnaryOperation.exponential), (x.logarithm(), .logarithm), (x.sigmoid(), .sigmoid),
            (x.tanh(), .tanh), (x.softplus(), .softplus),
        ] {
            #expect(named.elements == x.applying(operation).elements)
        }
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
        #expect(a.applying(.maximum, b).elements == [6, 2, 10])
        #expect(a.applying(.minimum, b).elements == [3, -8, -4])
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
            x.applying(.add, tensor(100, 200), alongAxis: 0).elements
                == [101, 102, 103, 104, 105, 106, 207, 208, 209, 210, 211, 212])
        #expect(
            x.applying(.multiply, tensor(1, 10, 100), alongAxis: 1).elements
                == [1, 2, 30, 40, 500, 600, 7, 8, 90, 100, 1100, 1200])
        #expect(
            x.applying(.subtract, tensor(1, 2), alongAxis: -1).elements
                == [0, 0, 2, 2, 4, 4, 6, 6, 8, 8, 10, 10])
    }

    @Test func factories() {
        #expect(Tensor.full([2, 2], 3, in: context).elements == [3, 3, 3, 3])
        #expect(Tensor.zeros([3], in: context).elements == [0, 0, 0])
        #expect(Tensor.ones([2], in: context).elements == [1, 1])
        #expect(Tensor.scalar(5, in: context).shape == [] && Tensor.scalar(5, in: context).item == 5)
    }
}
