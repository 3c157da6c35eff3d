import Swiftlet
import Testing

@Suite("The code of Tensors.md")
struct TensorSnippets {
    @Test("Arithmetic broadcasts, and reductions keep axes or not")
    func arithmetic() {
        let matrix: Tensor = [[1, 2, 3], [4, 5, 6]]
        let row: Tensor = [10, 20, 30]
        let column: Tensor = [[1], [2]]
        let sum = matrix + row
        let product = column * row

        let centered = matrix - matrix.mean(axis: 0, keepDims: true)
        let norms = matrix.sumOfSquares(axis: -1).sqrt()

        #expect(sum == [[11, 22, 33], [14, 25, 36]])
        #expect(product == [[10, 20, 30], [20, 40, 60]])
        #expect(centered == [[-1.5, -1.5, -1.5], [1.5, 1.5, 1.5]])
        #expect(norms.shape == [2] && abs(norms.elements[0] - Float(14).squareRoot()) < 1e-6)
        let channels = Tensor([[[1, 2], [3, 4]]]) * Tensor([1, 10]).aligned(axis: 1, rank: 3)
        #expect(channels.elements == [1, 2, 30, 40])
    }

    @Test("A mask has an element for each comparison")
    func masks() {
        let matrix = Tensor([[1, 2, 3], [4, 5, 6]])

        let isLarge = matrix .> 3
        let fraction = isLarge.mean()
        let capped = Tensor.where(isLarge, 3, matrix)
        let large = matrix[isLarge]

        #expect(isLarge == [[false, false, false], [true, true, true]])
        #expect(fraction.item == 0.5)
        #expect(capped == [[1, 2, 3], [3, 3, 3]])
        #expect(large == [4, 5, 6])
    }

    @Test("Reshaping shares the buffer, and a change copies it first")
    func moves() {
        let batch = Tensor((0..<24).map(Float.init), shape: [2, 3, 4])
        let rows = batch.reshaped(to: 6, -1)
        let channelsLast = batch.permuted(0, 2, 1)
        let halves = batch.split(2, axis: 2)

        let first = batch[0]
        let corner = batch[..., 1..., -1]
        let chosen = batch[.all, [2, 0]]
        var edited = batch
        edited[0, 1] = [9, 8, 7, 6]

        var changed = rows
        changed.fill(0)

        #expect(rows.shape == [6, 4] && rows.elements == batch.elements)
        #expect(channelsLast.shape == [2, 4, 3] && channelsLast.elements[1] == 4)
        #expect(halves.count == 2 && halves[1].elements.prefix(2) == [2, 3])
        #expect(rows.elements[5] == 5 && changed.elements[5] == 0)
        #expect(first == Tensor((0..<12).map(Float.init), shape: [3, 4]))
        #expect(corner == [[7, 11], [19, 23]])
        #expect(chosen.shape == [2, 2, 4] && chosen[0, 0] == [8, 9, 10, 11])
        #expect(edited[0, 1] == [9, 8, 7, 6] && batch[0, 1] == [4, 5, 6, 7])
    }

    @Test("Products of matrices, also of batches of them")
    func products() {
        var random = RandomStream(seed: 1)
        let queries = Tensor.normal([8, 5, 16], using: &random)
        let keys = Tensor.normal([8, 7, 16], using: &random)
        let weights = (queries.matmul(keys, transposingOther: true) / 4).softmax()

        let same = einsum("bqd,bkd->bqk", queries, keys)

        #expect(weights.shape == [8, 5, 7])
        #expect(same.allClose(queries.matmul(keys, transposingOther: true), rtol: 1e-4, atol: 1e-5))
        #expect(weights.sum(axis: -1).elements.allSatisfy { abs($0 - 1) < 1e-6 })
    }
}
