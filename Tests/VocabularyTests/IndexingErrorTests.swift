import SwiftletTensor
import Testing

@Suite("A wrong index traps with a sentence")
struct IndexingErrorTests {
    @Test func positions() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3])[0, 3].shape
        }
        try expectTrap(result, "subscript: the position 3 of axis 1 of a tensor of shape [2, 3]")
    }

    @Test func slices() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3])[.all, 1..<4].shape
        }
        try expectTrap(result, "subscript: a slice from 1 to 4 by 1 of axis 1 of a tensor of shape [2, 3]")
        let order = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([5])[.slice(from: 3, to: -4)].shape
        }
        try expectTrap(order, "subscript: a slice from 3 to -4 by 1 of axis 0 of a tensor of shape [5]")
        let step = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([5])[.slice(by: 0)].shape
        }
        try expectTrap(step, "subscript: a slice has a step of 0")
        let far = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([5])[stride(from: 0, to: 7, by: 3)].shape
        }
        try expectTrap(far, "subscript: a stride from 0 by 3 over 3 positions of axis 0 of a tensor of shape [5]")
    }

    @Test func numberOfIndices() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3])[0, 0, 0].shape
        }
        try expectTrap(result, "subscript: the indices name 3 axes of a tensor of shape [2, 3]")
        let ellipses = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3])[..., .ellipsis].shape
        }
        try expectTrap(ellipses, "subscript: one ellipsis is allowed, got 2")
    }

    @Test func indicesAndMasks() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3])[.all, [0, -4]].shape
        }
        try expectTrap(result, "subscript: the index -4 of axis 1 of a tensor of shape [2, 3]")
        let taken = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).taken(axis: 0, [2])
        }
        try expectTrap(taken, "taken: the index 2 of axis 0 of a tensor of shape [2, 3]")
        let mask = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3])[.all, BoolTensor.zeros([2])].shape
        }
        try expectTrap(mask, "subscript: a mask of shape [2] for the axes from 1 on of a tensor of shape [2, 3]")
        let pairs = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3])[[0, 1], [0, 1, 2]].shape
        }
        try expectTrap(pairs, "subscript: positions of shapes [2] and [3] cannot be broadcast to each other")
        let floats = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3])[Tensor.zeros([2])].shape
        }
        try expectTrap(floats, "subscript: a tensor of floats is no index")
    }

    @Test func whatIsWritten() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var x = Tensor.zeros([2, 3])
            x[0] = Tensor.zeros([2])
        }
        try expectTrap(result, "subscript: the shape [2] cannot be broadcast to [3], which it replaces")
        let indices = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var x = Tensor.zeros([2, 3])
            x[[0, 1, 1]] = Tensor.zeros([2, 3])
        }
        try expectTrap(indices, "subscript: the shape [2, 3] cannot be broadcast to [3, 3], which it replaces")
    }

    @Test func diagonals() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2]).triu()
        }
        try expectTrap(result, "triu: expected matrices, got the shape [2]")
        let axes = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3]).diagonal(axes: (0, -2))
        }
        try expectTrap(axes, "diagonal: expected two axes of [2, 3], got axis 0 twice")
        let trace = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.zeros([2, 3, 3]).trace()
        }
        try expectTrap(trace, "trace: expected a matrix, got the shape [2, 3, 3]")
    }
}
