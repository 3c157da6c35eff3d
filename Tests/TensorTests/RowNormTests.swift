import SwiftletTensor
import Testing

@Suite struct RowNormTests {
    let context: ComputeContext

    init() throws { context = try ComputeContext(threads: 2) }

    private func close(_ tensor: Tensor, _ expected: [Float]) -> Bool {
        zip(tensor.elements, expected).allSatisfy { abs($0 - $1) < 1e-6 }
    }

    @Test func rowNorms() {
        var matrix = Tensor([3, 4, 0.3, 0.4, 0, 0], shape: [3, 2], in: context)
        let before = matrix
        matrix.limitRowNorms(to: 1)
        #expect(close(matrix, [0.6, 0.8, 0.3, 0.4, 0, 0]))
        #expect(before.elements == [3, 4, 0.3, 0.4, 0, 0])
        var filters = Tensor([3, 0, 0, 4], shape: [1, 2, 2], in: context)
        filters.limitRowNorms(to: 2.5)
        #expect(close(filters, [1.5, 0, 0, 2]))
    }
}
