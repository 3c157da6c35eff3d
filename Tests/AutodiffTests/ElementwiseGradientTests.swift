import SwiftletAutodiff
import SwiftletTensor
import Testing

@Suite struct ElementwiseGradientTests {
    /// An operation and a range of inputs in which it is smooth.
    struct UnaryCase: CustomTestStringConvertible, Sendable {
        let operation: UnaryOperation
        var gap: Float = 0
        var range: ClosedRange<Float>?
        var testDescription: String { "\(operation)" }
    }

    static let unaryCases = [
        UnaryCase(operation: .negate), UnaryCase(operation: .absolute, gap: 0.1), UnaryCase(operation: .square),
        UnaryCase(operation: .squareRoot, range: 0.5...3), UnaryCase(operation: .reciprocal, range: 0.6...3),
        UnaryCase(operation: .exponential), UnaryCase(operation: .logarithm, range: 0.6...3),
        UnaryCase(operation: .relu, gap: 0.1), UnaryCase(operation: .leakyRelu(slope: 0.2), gap: 0.1),
        UnaryCase(operation: .leakyRelu(slope: -0.5), gap: 0.1), UnaryCase(operation: .leakyRelu(slope: 0), gap: 0.1),
        UnaryCase(operation: .sigmoid), UnaryCase(operation: .tanh), UnaryCase(operation: .softplus),
        UnaryCase(operation: .silu), UnaryCase(operation: .gelu), UnaryCase(operation: .geluTanh),
    ]

    @Test(arguments: unaryCases) func unary(_ unaryCase: UnaryCase) throws {
        var check = try GradientCheck()
        for shape: Shape in [[1], [3, 7], [2, 3, 5]] {
            let input =
                unaryCase.range.map { check.tensor(shape, in: $0) } ?? check.tensor(shape, gap: unaryCase.gap)
            #expect(check.mismatches([input]) { $0[0].applying(unaryCase.operation) }.isEmpty)
        }
    }

    @Test func derivativesAtKinksAreZero() throws {
        let context = try ComputeContext()
        for operation in [UnaryOperation.relu, .absolute] {
            let tape = Tape()
            let input = tape.leaf(Tensor([0, -1, 2], in: context))
            let gradients = tape.gradients(of: input.applying(operation).sum(), withRespectTo: [input])
            #expect(gradients[0]?.elements == [0, operation == .relu ? 0 : -1, 1])
        }
    }

    typealias Binary = @Sendable (Variable, Variable) -> Variable
    static let binaryCases: [(String, Binary)] = [
        ("add", { $0 + $1 }), ("subtract", { $0 - $1 }), ("multiply", { $0 * $1 }), ("divide", { $0 / $1 }),
    ]

    @Test(arguments: binaryCases) func sameShape(_ name: String, _ operation: Binary) throws {
        var check = try GradientCheck()
        let inputs = [check.tensor([3, 5]), check.tensor([3, 5], in: 0.6...3)]
        #expect(check.mismatches(inputs) { operation($0[0], $0[1]) }.isEmpty)
        #expect(check.mismatches([inputs[1]]) { operation($0[0], $0[0] + 1) }.isEmpty)
    }

    typealias Broadcast = @Sendable (Variable, Variable, Int) -> Variable
    static let broadcastCases: [(String, Broadcast)] = [
        ("adding", { $0.adding($1, alongAxis: $2) }), ("subtracting", { $0.subtracting($1, alongAxis: $2) }),
        ("multiplied", { $0.multiplied(by: $1, alongAxis: $2) }),
        ("divided", { $0.divided(by: $1, alongAxis: $2) }),
    ]

    @Test(arguments: broadcastCases) func broadcast(_ name: String, _ operation: Broadcast) throws {
        var check = try GradientCheck()
        for axis in [0, 1, 2, -1] {
            let shape: Shape = [2, 3, 5]
            let inputs = [check.tensor(shape), check.tensor([shape[axis]], in: 0.6...3)]
            #expect(check.mismatches(inputs) { operation($0[0], $0[1], axis) }.isEmpty, "axis \(axis)")
        }
    }

    typealias Unary = @Sendable (Variable) -> Variable
    static let scalarCases: [(String, Unary)] = [
        ("x + 2", { $0 + 2 }), ("2 + x", { 2 + $0 }), ("x - 2", { $0 - 2 }), ("2 - x", { 2 - $0 }),
        ("x * 3", { $0 * 3 }), ("3 * x", { 3 * $0 }), ("x / 3", { $0 / 3 }), ("3 / x", { 3 / $0 }), ("-x", { -$0 }),
        ("max", { $0.maximum(1.5) }), ("min", { $0.minimum(1.5) }), ("abs", { $0.absolute() }),
        ("square", { $0.squared() }), ("root", { $0.squareRoot() }), ("reciprocal", { $0.reciprocal() }),
        ("exp", { $0.exponential() }), ("log", { $0.logarithm() }), ("relu", { $0.relu() }),
        ("leaky", { $0.leakyRelu(slope: 0.1) }), ("sigmoid", { $0.sigmoid() }), ("tanh", { $0.tanh() }),
        ("softplus", { $0.softplus() }), ("silu", { $0.silu() }), ("gelu", { $0.gelu() }),
        ("gelu with tanh", { $0.gelu(.tanh) }),
    ]

    @Test(arguments: scalarCases) func withANumber(_ name: String, _ operation: Unary) throws {
        var check = try GradientCheck()
        // On both sides of the kinks at 1.5, a tenth away from them.
        let input = Tensor.concatenated(
            [check.tensor([5], in: 0.6...1.4), check.tensor([6], in: 1.6...3)], alongAxis: 0)
        #expect(check.mismatches([input]) { operation($0[0]) }.isEmpty)
    }

    @Test func dropout() throws {
        var check = try GradientCheck()
        let stream = check.stream()
        let found = check.mismatches([check.tensor([4, 9])]) { inputs in
            var stream = stream
            return inputs[0].dropout(rate: 0.4, using: &stream)
        }
        #expect(found.isEmpty)
    }
}
