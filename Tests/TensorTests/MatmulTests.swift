import SwiftletTensor
import Testing

@Suite struct MatmulTests {
    let context: ComputeContext
    let a: Tensor
    let b: Tensor

    init() throws {
        context = try ComputeContext(threads: 2)
        a = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3], in: context)
        b = Tensor([1, 0, -1, 2, 3, 1], shape: [3, 2], in: context)
    }

    @Test func transposes() {
        let product: [Float] = [8, 7, 17, 16]
        #expect(a.matmul(b).elements == product)
        #expect(a.transposed().matmul(b, transposingSelf: true).elements == product)
        #expect(a.matmul(b.transposed(), transposingOther: true).elements == product)
        let both = a.transposed().matmul(b.transposed(), transposingSelf: true, transposingOther: true)
        #expect(both.shape == [2, 2] && both.elements == product)
    }

    @Test func biasAndActivation() {
        let bias = Tensor([-10, 1], in: context)
        let weight = b.transposed()
        #expect(a.linear(weight: weight, bias: bias).elements == [-2, 8, 7, 17])
        #expect(a.linear(weight: weight, bias: bias, activation: .relu).elements == [0, 8, 7, 17])
        #expect(a.linear(weight: weight, bias: bias, activation: .leakyRelu(slope: 0.5)).elements == [-1, 8, 7, 17])
    }

    @Test func accumulation() {
        var sum = Tensor.full([2, 2], 100, in: context)
        let before = sum
        sum.add(a.matmul(b))
        #expect(sum.elements == [108, 107, 117, 116])
        #expect(before.elements == [100, 100, 100, 100])
        sum.add(a.transposed().matmul(b.transposed(), transposingSelf: true, transposingOther: true))
        #expect(sum.elements == [116, 114, 134, 132])
    }

    @Test func emptySizes() {
        let nothing = Tensor.zeros([2, 0], in: context).matmul(Tensor.zeros([0, 3], in: context))
        #expect(nothing.elements == [0, 0, 0, 0, 0, 0])
        #expect(Tensor.zeros([0, 3], in: context).matmul(b).shape == [0, 2])
    }
}
