import SwiftletTensor
import Testing

@Suite struct MatmulGradientTests {
    @Test func matmul() throws {
        var check = try GradientCheck()
        for (m, k, n) in [(1, 1, 1), (3, 5, 7), (7, 17, 4)] {
            let inputs = [check.tensor([m, k]), check.tensor([k, n])]
            #expect(check.mismatches(inputs) { $0[0].matmul($0[1]) }.isEmpty, "\(m) x \(k) x \(n)")
        }
    }

    static let activations: [Activation] = [.identity, .relu, .leakyRelu(slope: 0.2), .sigmoid, .tanh]

    /// The activations with a kink see outputs away from it: a bias of 20 or -20 for each column.
    @Test(arguments: activations) func fusedLinear(_ activation: Activation) throws {
        var check = try GradientCheck()
        let hasKink = activation == .relu || activation == .leakyRelu(slope: 0.2)
        let weight = check.tensor([4, 3], in: -0.5...0.5)
        let bias = hasKink ? Tensor([20, -20, 20, -20], in: check.context) : check.tensor([4])
        for shape: Shape in [[5, 3], [2, 3, 3], [3]] {
            let inputs = [check.tensor(shape), weight, bias]
            let found = check.mismatches(inputs) {
                $0[0].linear(weight: $0[1], bias: $0[2], activation: activation)
            }
            #expect(found.isEmpty, "\(shape)")
        }
    }

    @Test func linearWithoutBias() throws {
        var check = try GradientCheck()
        let inputs = [check.tensor([5, 3]), check.tensor([4, 3])]
        #expect(check.mismatches(inputs) { $0[0].linear(weight: $0[1]) }.isEmpty)
    }

    /// Fusing changes nothing but the traffic of memory.
    @Test(arguments: activations) func fusedEqualsUnfused(_ activation: Activation) throws {
        var check = try GradientCheck()
        let inputs = [check.tensor([6, 5]), check.tensor([7, 5]), check.tensor([7])]
        let direction = check.tensor([6, 7])
        let fused = check.gradients(inputs, tracked: [0, 1, 2], direction) {
            $0[0].linear(weight: $0[1], bias: $0[2], activation: activation)
        }
        let unfused = check.gradients(inputs, tracked: [0, 1, 2], direction) {
            let sum = $0[0].matmul($0[1].transposed()) + $0[2]
            return activation(sum)
        }
        for (fused, unfused) in zip(fused, unfused) {
            let (left, right) = (try #require(fused), try #require(unfused))
            #expect((left - right).abs().max().item <= 1e-4 * right.abs().max().item)
        }
    }
}
