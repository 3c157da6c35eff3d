import SwiftletTensor
import Testing

@Suite struct BroadcastGradientTests {
    /// Where a gradient flows to one operand alone, it is the same as beside the other's.
    @Test func gradientsOfOneOperand() {
        let (x, y) = (uniform([2, 1, 3]).abs() + 0.5, uniform([4, 3], seed: 2))
        let operations: [(Tensor, Tensor) -> Tensor] = [
            { $0 + $1 }, { $0 - $1 }, { $0 * $1 }, { $0 / $1 }, { $0.maximum($1) }, { $0.minimum($1) }, { $0.pow($1) },
            { Tensor.where($0 .< $1, $0, $1) }, { $0.matmul($1, transposingOther: true) },
            { einsum("abi,ji->aj", $0, $1) }, { $0.squeezed().outer($1.sliced(axis: 0, 0..<1).squeezed()) },
        ]
        for (index, operation) in operations.enumerated() {
            let (left, right) = index == 10 ? (x.sliced(axis: 0, 0..<1), y) : (x, y)
            let both = gradients(at: [left, right]) { operation($0[0], $0[1]).squared().sum() }
            #expect(gradient(at: left) { operation($0, right).squared().sum() }.elements == both[0].elements)
            #expect(gradient(at: right) { operation(left, $0).squared().sum() }.elements == both[1].elements)
        }
    }

    /// An operand that is used twice gets the sum of both gradients.
    @Test func gradientsOfRepeatedOperands() {
        let x = Tensor([2, 3])
        #expect(gradient(at: x) { ($0 * $0).sum() }.elements == [4, 6])
        #expect(gradient(at: x) { $0.dot($0) }.elements == [4, 6])
        #expect(gradient(at: x) { einsum("i,i->", $0, $0) }.elements == [4, 6])
        #expect(gradient(at: x) { Tensor.where($0.detached .> 2.5, $0, $0).sum() }.elements == [1, 1])
    }
}
