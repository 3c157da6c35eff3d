import SwiftletTensor
import Testing

@Suite struct ReductionTests {
    let context: ComputeContext
    let x: Tensor

    init() throws {
        context = try ComputeContext(threads: 2)
        x = Tensor([1, -2, 3, 4, 5, -6, 7, 8, 9, 10, -11, 12], shape: [2, 3, 2], in: context)
    }

    @Test func overEverything() {
        #expect(x.sum().shape == [] && x.sum().item == 40)
        #expect(x.mean().item == Float(40) / 12)
        #expect(x.max().item == 12 && x.min().item == -11)
        #expect(x.sumOfSquares().item == 650)
        #expect(Tensor.zeros([0], in: context).sum().item == 0)
    }

    @Test func alongAnAxis() {
        #expect(x.sum(axis: 0).shape == [3, 2])
        #expect(x.sum(axis: 0).elements == [8, 6, 12, 14, -6, 6])
        #expect(x.sum(axis: 1).elements == [9, -4, 5, 30])
        #expect(x.sum(axis: -1).elements == [-1, 7, -1, 15, 19, 1])
        #expect(x.mean(axis: -1).elements == [-0.5, 3.5, -0.5, 7.5, 9.5, 0.5])
        #expect(x.max(axis: 1).elements == [5, 4, 9, 12])
        #expect(x.min(axis: 0).elements == [1, -2, 3, 4, -11, -6])
        #expect(x.sumOfSquares(axis: 1).elements == [35, 56, 251, 308])
    }

    @Test func aroundAnAxis() {
        #expect(x.sum(axes: [1, 2]).elements == [5, 35])
        #expect(x.sum(axes: [0, 2]).elements == [14, 26, 0])
        #expect(x.sum(axes: [0, 1]).elements == [14, 26])
    }

    @Test func positionsOfMaxima() {
        #expect(x.argmax(axis: 0).elements == [1, 1, 1, 1, 0, 1])
        #expect(x.argmax(axis: 1).shape == [2, 2])
        #expect(x.argmax(axis: 1).elements == [2, 1, 1, 2])
        #expect(Tensor([3, 5, 5, 1], in: context).argmax(axis: 0).elements == [1])
        #expect(Tensor([3, .nan, 5], in: context).argmax(axis: 0).elements == [1])
    }
}
