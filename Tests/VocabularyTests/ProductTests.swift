import SwiftletTensor
import Testing

@Suite struct ProductTests {
    @Test func batchesAreTheSameAtAnyThreadCount() throws {
        let results = try [1, 3].map { threads in
            let context = try ComputeContext(threads: threads)
            let (a, b) = (uniform([5, 1, 31, 47], in: context), uniform([3, 47, 29], seed: 2, in: context))
            return [a.matmul(b), einsum("abij,cjk->acki", a, b), a.matmul(b[0])].map { $0.elements.map(\.bitPattern) }
        }
        #expect(results[0] == results[1])
    }

    @Test func einsumsAreProducts() {
        let (a, b) = (uniform([4, 6, 5]), uniform([4, 5, 7], seed: 2))
        #expect(einsum("bij,bjk->bik", a, b).elements == a.matmul(b).elements)
        #expect(einsum("bji,bkj->bik", a.transposed(), b.transposed()).elements == a.matmul(b).elements)
        #expect(einsum("bij->jbi", a).elements == a.permuted(2, 0, 1).elements)
    }

    @Test func smallProducts() {
        #expect(Tensor([1, 2]).dot(Tensor([3, 4])).item == 11)
        #expect(Tensor([1, 2]).outer(Tensor([3, 4, 5])).elements == [3, 4, 5, 6, 8, 10])
        #expect(Tensor.zeros([2, 0]).matmul(Tensor.zeros([0, 3])).elements == [0, 0, 0, 0, 0, 0])
        #expect(Tensor.zeros([0, 2]).matmul(Tensor.zeros([2, 3])).shape == [0, 3])
    }
}

extension Tensor {
    fileprivate subscript(first: Int) -> Tensor { sliced(axis: 0, first..<(first + 1)).squeezed(axis: 0) }
}
