import SwiftletTensor
import Testing

@Suite struct IntegerTests {
    private let a: IntTensor = [[7, -7, 3], [0, 5, -2]]
    private let b: IntTensor = [2, -3, 4]

    @Test func arithmetic() {
        #expect(a + b == [[9, -10, 7], [2, 2, 2]])
        #expect(b - a == [[-5, 4, 1], [2, -8, 6]])
        #expect(a * b == [[14, 21, 12], [0, -15, -8]])
        #expect(a / b == [[3, 2, 0], [0, -1, 0]])
        #expect(a % b == [[1, -1, 3], [0, 2, -2]])
        #expect(a + 1 == 1 + a)
        #expect((a * 2 - 1) / 3 == [[4, -5, 1], [0, 3, -1]])
        #expect(10 - a % 4 == [[7, 13, 7], [10, 9, 12]])
        #expect(3 * -b == [-6, 9, -12])
        #expect(IntTensor([[1], [2]]) + IntTensor([10, 20]) == [[11, 21], [12, 22]])
        #expect((IntTensor.zeros([0, 3]) + b).shape == [0, 3])
        #expect((IntTensor.zeros([0]) + IntTensor.ones([2, 1])).shape == [2, 0])
        #expect((IntTensor.full([], 2) * IntTensor.full([], 3)).item == 6)
    }

    @Test func comparisons() {
        #expect((a .== b) == [[false, false, false], [false, false, false]])
        #expect((a .!= 0) == [[true, true, true], [false, true, true]])
        #expect((a .< b) == [[false, true, true], [true, false, true]])
        #expect((a .<= 3) == [[false, true, true], [true, false, true]])
        #expect((a .> b) == [[true, false, false], [false, true, false]])
        #expect((b .>= a) == [[false, true, true], [true, false, true]])
        #expect((a .== 5) == [[false, false, false], [false, true, false]])
        #expect((a .< 0) == [[false, true, false], [false, false, true]])
        #expect((a .> 3) == [[true, false, false], [false, true, false]])
        #expect((a .>= 3) == [[true, false, true], [false, true, false]])
    }

    @Test func reductions() {
        #expect(a.sum().item == 6)
        #expect(a.sum(axis: 0) == [7, -2, 1])
        #expect(a.sum(axis: -1, keepDims: true) == [[3], [3]])
        #expect(a.max(axis: 1) == [7, 5])
        #expect(a.min(axes: [0, 1], keepDims: true) == [[-7]])
        #expect(a.max().item == 7 && a.min().item == -7)
        #expect(IntTensor.zeros([2, 0]).sum(axis: 1) == [0, 0])
        #expect(IntTensor.zeros([0, 2]).max(axis: 1).shape == [0])
        // Axes that are not adjacent.
        let x = IntTensor.arange(24).reshaped(to: [2, 3, 4])
        #expect(x.sum(axes: [0, 2]) == [60, 92, 124])
        #expect(x.max(axes: [0, 2]) == [15, 19, 23])
        #expect(x.min(axis: 1) == [[0, 1, 2, 3], [12, 13, 14, 15]])
        // Sums are wider than their result until the end.
        #expect(IntTensor([.max, .max, .min, .min]).sum().item == -2)
    }

    @Test func bounds() {
        #expect(a.abs() == [[7, 7, 3], [0, 5, 2]])
        #expect(a.maximum(b) == [[7, -3, 4], [2, 5, 4]])
        #expect(a.minimum([[1], [-3]]) == [[1, -7, 1], [-3, -3, -3]])
        #expect(a.clip(-2, 4) == [[4, -2, 3], [0, 4, -2]])
    }

    @Test func fractions() {
        let mask = a .> 0
        #expect(mask.sum().item == 3 && mask.sum(axis: 1) == [2, 1])
        #expect(mask.mean().item == 0.5 && mask.mean(axis: 0, keepDims: true) == [[0.5, 0.5, 0.5]])
        #expect(BoolTensor([]).sum().item == 0)
    }

    @Test func logic() {
        let (left, right): (BoolTensor, BoolTensor) = ([[true], [false]], [true, false])
        #expect((left .& right) == [[true, false], [false, false]])
        #expect((left .| right) == [[true, true], [true, false]])
        #expect((left .^ right) == [[false, true], [true, false]])
        #expect((left .== right) == [[true, false], [false, true]])
        #expect((left .!= right) == [[false, true], [true, false]])
        #expect(.!left == [[false], [true]])
        let mask: BoolTensor = [[true, true, false], [false, false, false]]
        #expect(mask.any().item && !mask.all().item)
        #expect(mask.any(axis: 1) == [true, false])
        #expect(mask.any(axis: 0, keepDims: true) == [[true, true, false]])
        #expect(mask[0..., 0..<2].all(axis: 1) == [true, false])
        #expect(mask.all(axes: [0, 1], keepDims: true) == [[false]])
        #expect(BoolTensor.zeros([2, 0]).any(axis: 1) == [false, false])
        #expect(BoolTensor.zeros([2, 0]).all(axis: 1) == [true, true])
    }

    @Test func conversions() {
        #expect(Tensor([1.9, -1.9, 0, -0.5]).ints() == [1, -1, 0, 0])
        #expect(Tensor([0.5, 0, -0.0, .nan]).bools() == [true, false, false, true])
        #expect(IntTensor([3, 0]).bools() == [true, false])
        #expect(BoolTensor([true, false]).ints() == [1, 0])
        #expect(IntTensor([-3, 16_777_217]).floats() == [-3, 16_777_216])
        #expect(BoolTensor([true, false]).floats() == [1, 0])
    }

    /// Each operation on shapes does with integers and truth values what it does with floats.
    @Test(arguments: ShapeOperation.allCases) func shapes(_ operation: ShapeOperation) {
        let x = Tensor.arange(24).reshaped(to: [2, 3, 1, 4]) - 12
        let expected = operation.apply(x)
        #expect(operation.apply(x.ints()) == expected.ints())
        #expect(operation.apply(x .> 0) == (expected .> 0))
    }

    @Test func overflows() async throws {
        let sum = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = IntTensor([.max]) + 1
        }
        try expectTrap(sum, "add: the result of 2147483647 and 1 is no 32-bit integer")
        let quotient = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = IntTensor([3]) / 0
        }
        try expectTrap(quotient, "divide: the result of 3 and 0 is no 32-bit integer")
        let total = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = IntTensor([.max, .max]).sum()
        }
        try expectTrap(total, "sum: 4294967294 is no 32-bit integer")
        let float = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor([3e9]).ints()
        }
        try expectTrap(float, "ints: 3e+09 has no 32-bit integer")
    }

    @Test func wrongShapes() async throws {
        let sum = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = IntTensor([1, 2]) * IntTensor([1, 2, 3])
        }
        try expectTrap(sum, "multiply: the shapes [2] and [3] cannot be broadcast to each other")
        let axis = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = BoolTensor.zeros([2]).any(axis: 1)
        }
        try expectTrap(axis, "any: axis 1 of a tensor of shape [2]")
        let empty = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = IntTensor.zeros([2, 0]).max(axis: 1)
        }
        try expectTrap(empty, "max: the axes [1] of [2, 0] have no elements")
    }
}

/// The operations that move elements of any type.
enum ShapeOperation: CaseIterable {
    case reshaped, flattened, squeezed, expandedDims, transposed, permuted, broadcast, repeated, flipped, rolled, tiled,
        sliced
    case split, concatenated, stacked

    func apply<Element>(_ x: NDArray<Element>) -> NDArray<Element> {
        switch self {
        case .reshaped: x.reshaped(to: 4, -1)
        case .flattened: x.flattened()
        case .squeezed: x.squeezed()
        case .expandedDims: x.expandedDims(axis: -1)
        case .transposed: x.transposed()
        case .permuted: x.permuted(3, 1, 0, 2)
        case .broadcast: x.broadcast(to: [2, 2, 3, 5, 4])
        case .repeated: x.repeated(3, alongNewAxis: 1)
        case .flipped: x.flipped(axes: [0, 3])
        case .rolled: x.rolled(3, axis: 3)
        case .tiled: x.tiled([1, 2, 3, 1])
        case .sliced: x.sliced(axis: 1, 1..<3)
        case .split: x.split(2, axis: 3)[1]
        case .concatenated: .concatenated([x, x.flipped(axes: [1])], axis: 1)
        case .stacked: .stacked([x, x.flipped(axes: [1])], axis: 2)
        }
    }
}
