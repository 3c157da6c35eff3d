import SwiftletTensor
import Testing

/// Wrong shapes end the program with a sentence that names the operation, what was given and what was expected.
@Suite struct ShapeErrorTests {
    private func expectTrap(_ words: String, _ result: ExitTest.Result?, _ location: SourceLocation = #_sourceLocation)
        throws
    {
        let message = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(message.contains(words), "\(message)", sourceLocation: location)
    }

    @Test func broadcasting() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]) * Tensor.zeros([3, 2])
        }
        try expectTrap("multiply: the shapes [2, 3] and [3, 2] cannot be broadcast to each other", result)
    }

    @Test func sizesThatOverflow() async throws {
        let reshaped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).reshaped(to: -1, 1 << 40, 1 << 40)
        }
        try expectTrap("reshaped: 6 elements of shape [2, 3] do not fill [-1, 1099511627776, 1099511627776]", reshaped)
        let padded = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).padded(axis: 1, before: .max, after: 1)
        }
        try expectTrap("padded: an axis of 3 cannot grow by 9223372036854775807 and 1", padded)
        let range = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = IntTensor.arange(0, .max)
        }
        try expectTrap("arange: 9223372036854775806 is no 32-bit integer", range)
    }

    @Test func addingInPlaceDoesNotBroadcast() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var sum = Tensor.zeros([3])
            let shared = sum
            sum.add(Tensor.zeros([2, 3]))
            _ = shared
        }
        try expectTrap("add: the shapes [3] and [2, 3] differ", result)
    }

    @Test func axesNameTheOperation() async throws {
        let softmax = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).softmax(axis: 2)
        }
        try expectTrap("softmax: axis 2 of a tensor of shape [2, 3]", softmax)
        let joined = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = IntTensor.concatenated([.zeros([2, 3])], axis: -3)
        }
        try expectTrap("concatenated: axis -3 of a tensor of shape [2, 3]", joined)
        let split = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).split(2, axis: 2)
        }
        try expectTrap("split: axis 2 of a tensor of shape [2, 3]", split)
        let expanded = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).expandedDims(axis: 3)
        }
        try expectTrap("expandedDims: a new axis has no place at 3 in the shape [2, 3]", expanded)
    }

    @Test func powers() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).pow(Tensor.zeros([2]))
        }
        try expectTrap("power: the shapes [2, 3] and [2] cannot be broadcast to each other", result)
    }

    @Test func comparisons() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]) .< Tensor.zeros([2])
        }
        try expectTrap("comparison: the shapes [2, 3] and [2] cannot be broadcast to each other", result)
    }

    @Test func selection() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.where(BoolTensor([true, false]), Tensor.zeros([2]), Tensor.zeros([3]))
        }
        try expectTrap(
            "where: a mask of shape [2] and tensors of shapes [2] and [3] cannot be broadcast to each other", result)
    }

    @Test func broadcastTo() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).broadcast(to: [3])
        }
        try expectTrap("broadcast: the shape [2, 3] cannot be broadcast to [3]", result)
    }

    @Test func reductionAxis() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).prod(axis: 2)
        }
        try expectTrap("prod: axis 2 of a tensor of shape [2, 3]", result)
    }

    @Test func axesTwice() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).norm(axes: [0, -2])
        }
        try expectTrap("norm: the axes [0, -2] of [2, 3] name one twice", result)
    }

    @Test func emptyMaximum() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 0]).max(axis: 1)
        }
        try expectTrap("max: the axes [1] of [2, 0] have no elements", result)
    }

    @Test func emptyArgmin() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 0]).argmin(axis: 1)
        }
        try expectTrap("argmin: axis 1 of a tensor of shape [2, 0] has no elements", result)
    }

    @Test func normOrder() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2]).norm(3)
        }
        try expectTrap("norm: expected the order 1, 2 or infinity, got 3.0", result)
    }

    @Test func topK() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).topK(4, axis: 1)
        }
        try expectTrap("topK: 4 elements of axis 1 of a tensor of shape [2, 3]", result)
    }

    @Test func sorting() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.scalar(1).sorted()
        }
        try expectTrap("sorted: axis -1 of a tensor of shape [] does not exist", result)
    }

    @Test func alpha() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2]).elu(alpha: -1)
        }
        try expectTrap("elu: expected an alpha of at least 0, got -1.0", result)
    }

    @Test func dot() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2]).dot(Tensor.zeros([3]))
        }
        try expectTrap("dot: expected two tensors of rank 1 and the same size, got the shapes [2] and [3]", result)
    }

    @Test func outer() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 1]).outer(Tensor.zeros([3]))
        }
        try expectTrap("outer: expected two tensors of rank 1, got the shapes [2, 1] and [3]", result)
    }

    @Test func matmulInner() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([4, 2, 3]).matmul(Tensor.zeros([4, 2, 3]))
        }
        try expectTrap("matmul: the inner sizes 3 and 2 differ: [2, 3] times [2, 3]", result)
    }

    @Test func matmulBatches() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([4, 2, 3]).matmul(Tensor.zeros([5, 3, 2]))
        }
        try expectTrap("matmul: the batches of [4, 2, 3] and [5, 3, 2] cannot be broadcast to each other", result)
    }

    @Test func einsumTerms() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = einsum("ij,jk", Tensor.zeros([2, 3]))
        }
        try expectTrap("einsum: \"ij,jk\" with operands of shapes [2, 3]: 2 terms for 1 operands", result)
    }

    @Test func einsumRank() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = einsum("ijk->i", Tensor.zeros([2, 3]))
        }
        try expectTrap("\"ijk\" does not name the 2 axes of [2, 3]", result)
    }

    @Test func einsumSizes() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = einsum("ij,jk->ik", Tensor.zeros([2, 3]), Tensor.zeros([4, 2]))
        }
        try expectTrap("with operands of shapes [2, 3], [4, 2]: \"j\" has the sizes 3 and 4", result)
    }

    @Test func einsumDiagonal() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = einsum("ii->i", Tensor.zeros([3, 1]))
        }
        try expectTrap("einsum: \"ii->i\" takes the diagonal of axes of the sizes 3 and 1", result)
    }

    @Test func einsumOutput() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = einsum("ij->ik", Tensor.zeros([2, 3]))
        }
        try expectTrap("the result has \"k\", which no operand has", result)
    }

    @Test func einsumTwice() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = einsum("ij->ii", Tensor.zeros([2, 3]))
        }
        try expectTrap("the result names an axis twice", result)
    }

    @Test func einsumLetters() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = einsum("i1", Tensor.zeros([2, 3]))
        }
        try expectTrap("\"1\" is no letter", result)
    }

    @Test func permutation() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).permuted(0, 0)
        }
        try expectTrap("permuted: expected each axis of [2, 3] once, got [0, 0]", result)
    }

    @Test func reshaping() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).reshaped(to: 4, -1)
        }
        try expectTrap("reshaped: 6 elements of shape [2, 3] do not fill [4, -1]", result)
    }

    @Test func squeezing() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).squeezed(axis: 1)
        }
        try expectTrap("squeezed: expected axes of size 1, got the axes [1] of [2, 3]", result)
    }

    @Test func splitting() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).split(2, axis: 1)
        }
        try expectTrap("split: axis 1 of [2, 3] has no 2 parts of the same size", result)
    }

    @Test func concatenating() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.concatenated([.zeros([2, 3]), .zeros([2, 4])], axis: 0)
        }
        try expectTrap("concatenated along axis 0: the shapes [2, 3] and [2, 4] differ elsewhere", result)
    }

    @Test func stacking() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.stacked([.zeros([2, 3]), .zeros([4])])
        }
        try expectTrap("stacked: the shapes [2, 3] and [4] differ", result)
        let place = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.stacked([.zeros([2, 3])], axis: 3)
        }
        try expectTrap("stacked: a new axis has no place at 3 in the shape [2, 3]", place)
    }

    @Test func axesThatDoNotExist() async throws {
        let softmax = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).softmax(axis: 2)
        }
        try expectTrap("softmax: axis 2 of a tensor of shape [2, 3] does not exist", softmax)
        let split = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).split(2, axis: -3)
        }
        try expectTrap("split: axis -3 of a tensor of shape [2, 3] does not exist", split)
        let expandedDims = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).expandedDims(axis: 4)
        }
        try expectTrap("expandedDims: a new axis has no place at 4 in the shape [2, 3]", expandedDims)
    }

    @Test func gathering() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).gathered(axis: 1, IntTensor([0, 1]))
        }
        try expectTrap("gathered along axis 1: indices of shape [2] for a tensor of shape [2, 3]", result)
    }

    @Test func meanAxis() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).mean(axis: -3)
        }
        try expectTrap("mean: axis -3 of a tensor of shape [2, 3]", result)
    }

    @Test func emptyLogSumExp() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([0, 3]).logSumExp(axis: 0)
        }
        try expectTrap("logSumExp: the axes [0] of [0, 3] have no elements", result)
    }

    @Test func clipBounds() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2]).clip(1, 0)
        }
        try expectTrap("clip: the lower bound 1.0 exceeds the upper bound 0.0", result)
    }
}
