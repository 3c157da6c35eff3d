import SwiftletNN
import SwiftletOptim
import SwiftletTensor
import Testing

@Suite("Muon's matrices")
struct MuonTests {
    private let values: [Float] = (0..<12).map { Float(($0 * 7) % 12) - 5.5 }

    /// The change that one step makes to a parameter of zeros.
    private func change(_ gradient: Tensor, adamW: [String] = []) throws -> (value: Tensor, names: [String]) {
        let context = gradient.context
        let pair = Pair(.zeros(gradient.shape, in: context), .zeros([1], in: context))
        let optimizer = Muon(learningRate: 0.1, adamW: adamW)
        optimizer.step(try pair.gradients(gradient, .ones([1], in: context)))
        return (pair.first.value, optimizer.state.tensors.map(\.name))
    }

    @Test("A tall matrix changes as its transpose, and filters as the matrix of their rows")
    func shapes() throws {
        let context = try ComputeContext(threads: 1)
        let wide = Tensor(values, shape: [3, 4], in: context)
        let expected = try change(wide).value
        let tall = try change(wide.transposed()).value.transposed()
        #expect(zip(expected.elements, tall.elements).allSatisfy { abs($0 - $1) < 1e-5 })
        #expect(try change(wide.reshaped(to: [3, 2, 2])).value.elements == expected.elements)
    }

    @Test("The update has singular values near 1, scaled by 0.2 times the root of the longer side and the rate")
    func singularValues() throws {
        let context = try ComputeContext(threads: 1)
        let update = try change(Tensor(values, shape: [3, 4], in: context)).value * (1 / (0.2 * 2 * 0.1))
        let gram = update.matmul(update, transposingOther: true).elements
        for row in 0..<3 {
            for column in 0..<3 {
                #expect(abs(gram[row * 3 + column] - (row == column ? 1 : 0)) < 0.55)
            }
        }
    }

    @Test("Vectors and the parameters that are named have AdamW's state, matrices one buffer")
    func states() throws {
        let context = try ComputeContext(threads: 1)
        let matrix = Tensor(values, shape: [3, 4], in: context)
        let second = ["second.first_moment", "second.second_moment", "second.step"]
        #expect(try change(matrix).names == ["first.momentum_buffer", "first.step"] + second)
        let named = try change(matrix, adamW: ["fir*"])
        #expect(named.names == ["first.first_moment", "first.second_moment", "first.step"] + second)
        #expect(zip(named.value.elements, values).allSatisfy { abs($0 + ($1 > 0 ? 0.1 : -0.1)) < 1e-5 })
    }

    @Test("A gradient of zeros changes nothing")
    func zeros() throws {
        let zeros = Tensor.zeros([3, 4], in: try ComputeContext(threads: 1))
        #expect(try change(zeros).value.elements == zeros.elements)
    }
}
