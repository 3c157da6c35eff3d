import SwiftletTensor
import Testing

@Suite struct LayoutTests {
    let context: ComputeContext
    let matrix: Tensor

    init() throws {
        context = try ComputeContext(threads: 2)
        matrix = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3], in: context)
    }

    /// 0, 1, 2, ... in the given shape.
    private func counted(_ shape: Shape) -> Tensor {
        Tensor((0..<shape.count).map(Float.init), shape: shape, in: context)
    }

    @Test func transposed() {
        #expect(matrix.transposed().shape == [3, 2])
        #expect(matrix.transposed().elements == [1, 4, 2, 5, 3, 6])
        let batch = counted([2, 2, 3]).transposed()
        #expect(batch.shape == [2, 3, 2])
        #expect(batch.elements == [0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11])
        let large = counted([37, 53])
        #expect(large.transposed().transposed().elements == large.elements)
    }

    @Test func concatenated() {
        let row = Tensor([7, 8, 9], shape: [1, 3], in: context)
        let rows = Tensor.concatenated([matrix, row], axis: 0)
        #expect(rows.shape == [3, 3] && rows.elements == [1, 2, 3, 4, 5, 6, 7, 8, 9])
        let column = Tensor([7, 8], shape: [2, 1], in: context)
        let columns = Tensor.concatenated([column, matrix, column], axis: -1)
        #expect(columns.shape == [2, 5] && columns.elements == [7, 1, 2, 3, 7, 8, 4, 5, 6, 8])
        let empty = Tensor.zeros([2, 0], in: context)
        #expect(Tensor.concatenated([empty, matrix], axis: 1).elements == matrix.elements)
    }

    @Test func slicedAndPadded() {
        #expect(matrix.sliced(axis: 1, 1..<3).elements == [2, 3, 5, 6])
        #expect(matrix.sliced(axis: 0, 1..<2).elements == [4, 5, 6])
        #expect(matrix.sliced(axis: 0, 1..<1).shape == [0, 3])
        let padded = matrix.padded(axis: 1, before: 1, after: 2)
        #expect(padded.shape == [2, 6] && padded.elements == [0, 1, 2, 3, 0, 0, 0, 4, 5, 6, 0, 0])
    }

    @Test func reflectionPadded() {
        let image = matrix.reshaped(to: [1, 1, 2, 3])
        let padding = Padding2d(top: 1, bottom: 0, left: 2, right: 1)
        let padded = image.reflectionPadded(padding)
        #expect(padded.shape == [1, 1, 3, 6])
        #expect(padded.elements == [6, 5, 4, 5, 6, 5, 3, 2, 1, 2, 3, 2, 6, 5, 4, 5, 6, 5])
        let inputGradient = gradient(at: image) { ($0.reflectionPadded(padding) * counted([1, 1, 3, 6])).sum() }
        #expect(inputGradient.elements == [8, 27, 16, 16, 54, 32])
    }

    @Test func slicesPutTogetherAreTheWhole() {
        let whole = counted([3, 4, 5])
        for axis in 0..<3 {
            let middle = whole.shape[axis] - 1
            let parts = [0..<1, 1..<middle, middle..<(middle + 1)].map { whole.sliced(axis: axis, $0) }
            #expect(Tensor.concatenated(parts, axis: axis).elements == whole.elements)
        }
    }

    @Test func repeated() {
        #expect(matrix.repeated(2, alongNewAxis: 0).elements == matrix.elements + matrix.elements)
        #expect(matrix.repeated(2, alongNewAxis: 1).elements == [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6])
        #expect(matrix.repeated(2, alongNewAxis: 2).elements == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6])
        #expect(matrix.repeated(2, alongNewAxis: 1).shape == [2, 2, 3])
    }

    @Test func flattened() {
        #expect(counted([2, 3, 4]).flattened().shape == [2, 12])
        #expect(counted([2, 3, 4]).flattened(fromAxis: 0).shape == [24])
    }
}
