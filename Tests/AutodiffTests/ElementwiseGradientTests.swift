import SwiftletTensor
import Testing

@Suite struct ElementwiseGradientTests {
    /// A function and a range of inputs in which it is smooth.
    struct UnaryCase: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var gap: Float
        var range: ClosedRange<Float>?
        let function: @Sendable (Tensor) -> Tensor

        init(
            _ name: String, gap: Float = 0, range: ClosedRange<Float>? = nil,
            _ function: @escaping @Sendable (Tensor) -> Tensor
        ) {
            (testDescription, self.gap, self.range, self.function) = (name, gap, range, function)
        }
    }

    static let unaryCases = [
        UnaryCase("negative") { -$0 }, UnaryCase("abs", gap: 0.1) { $0.abs() }, UnaryCase("squared") { $0.squared() },
        UnaryCase("sqrt", range: 0.5...3) { $0.sqrt() }, UnaryCase("reciprocal", range: 0.6...3) { $0.reciprocal() },
        UnaryCase("exp") { $0.exp() }, UnaryCase("log", range: 0.6...3) { $0.log() },
        UnaryCase("relu", gap: 0.1) { $0.relu() }, UnaryCase("leaky relu", gap: 0.1) { $0.leakyRelu(slope: 0.2) },
        UnaryCase("leaky relu, negative slope", gap: 0.1) { $0.leakyRelu(slope: -0.5) },
        UnaryCase("leaky relu, slope 0", gap: 0.1) { $0.leakyRelu(slope: 0) }, UnaryCase("sigmoid") { $0.sigmoid() },
        UnaryCase("tanh") { $0.tanh() }, UnaryCase("softplus") { $0.softplus() }, UnaryCase("silu") { $0.silu() },
        UnaryCase("gelu") { $0.gelu() }, UnaryCase("gelu with tanh") { $0.gelu(.tanh) },
    ]

    @Test(arguments: unaryCases) func unary(_ unaryCase: UnaryCase) throws {
        var check = try GradientCheck()
        for shape: Shape in [[1], [3, 7], [2, 3, 5]] {
            let input =
                unaryCase.range.map { check.tensor(shape, in: $0) } ?? check.tensor(shape, gap: unaryCase.gap)
            #expect(check.mismatches([input]) { unaryCase.function($0[0]) }.isEmpty)
        }
    }

    @Test func derivativesAtKinksAreZero() throws {
        let context = try ComputeContext()
        let input = Tensor([0, -1, 2], in: context)
        #expect(gradient(at: input) { $0.relu().sum() }.elements == [0, 0, 1])
        #expect(gradient(at: input) { $0.abs().sum() }.elements == [0, -1, 1])
    }

    typealias Binary = @Sendable (Tensor, Tensor) -> Tensor
    static let binaryCases: [(String, Binary)] = [
        ("add", { $0 + $1 }), ("subtract", { $0 - $1 }), ("multiply", { $0 * $1 }), ("divide", { $0 / $1 }),
    ]

    @Test(arguments: binaryCases) func sameShape(_ name: String, _ operation: Binary) throws {
        var check = try GradientCheck()
        let inputs = [check.tensor([3, 5]), check.tensor([3, 5], in: 0.6...3)]
        #expect(check.mismatches(inputs) { operation($0[0], $0[1]) }.isEmpty)
        #expect(check.mismatches([inputs[1]]) { operation($0[0], $0[0] + 1) }.isEmpty)
    }

    typealias Broadcast = @Sendable (Tensor, Tensor, Int) -> Tensor
    static let broadcastCases: [(String, Broadcast)] = [
        ("add", { $0 + $1.aligned(axis: $2, rank: 3) }), ("subtract", { $0 - $1.aligned(axis: $2, rank: 3) }),
        ("multiply", { $0 * $1.aligned(axis: $2, rank: 3) }), ("divide", { $0 / $1.aligned(axis: $2, rank: 3) }),
        ("subtract from", { $1.aligned(axis: $2, rank: 3) - $0 }),
    ]

    @Test(arguments: broadcastCases) func broadcast(_ name: String, _ operation: Broadcast) throws {
        var check = try GradientCheck()
        for axis in [0, 1, 2, -1] {
            let shape: Shape = [2, 3, 5]
            let inputs = [check.tensor(shape), check.tensor([shape[axis]], in: 0.6...3)]
            let found = check.mismatches(inputs) { operation($0[0], $0[1], axis < 0 ? axis + 3 : axis) }
            #expect(found.isEmpty, "axis \(axis)")
        }
    }

    typealias Unary = @Sendable (Tensor) -> Tensor
    static let scalarCases: [(String, Unary)] = [
        ("x + 2", { $0 + 2 }), ("2 + x", { 2 + $0 }), ("x - 2", { $0 - 2 }), ("2 - x", { 2 - $0 }),
        ("x * 3", { $0 * 3 }), ("3 * x", { 3 * $0 }), ("x / 3", { $0 / 3 }), ("3 / x", { 3 / $0 }), ("-x", { -$0 }),
        ("max", { $0.maximum(1.5) }), ("min", { $0.minimum(1.5) }), ("abs", { $0.abs() }),
        ("square", { $0.squared() }), ("root", { $0.sqrt() }), ("reciprocal", { $0.reciprocal() }),
        ("exp", { $0.exp() }), ("log", { $0.log() }), ("relu", { $0.relu() }),
        ("leaky", { $0.leakyRelu(slope: 0.1) }), ("sigmoid", { $0.sigmoid() }), ("tanh", { $0.tanh() }),
        ("softplus", { $0.softplus() }), ("silu", { $0.silu() }), ("gelu", { $0.gelu() }),
        ("gelu with tanh", { $0.gelu(.tanh) }),
    ]

    @Test(arguments: scalarCases) func withANumber(_ name: String, _ operation: Unary) throws {
        var check = try GradientCheck()
        // On both sides of the kinks at 1.5, a tenth away from them.
        let input = Tensor.concatenated(
            [check.tensor([5], in: 0.6...1.4), check.tensor([6], in: 1.6...3)], axis: 0)
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
