import SwiftletTensor
import TestSupport
import Testing

@Suite struct MakingTests {
    @Test func lists() {
        #expect(Tensor([]).shape == [0] && IntTensor([]).shape == [0])
        #expect(Tensor([[1, 2], [3, 4]]).shape == [2, 2] && Tensor([[[1], [2]]]).shape == [1, 2, 1])
        let rows: [[Float]] = [[1, 2], [3, 4]]
        #expect(Tensor(rows) == [[1, 2], [3, 4]] && Tensor([rows]) == [[[1, 2], [3, 4]]])
    }

    @Test(arguments: try GoldenFile.cases("making", prefix: "arange", in: .module))
    func arange(_ golden: GoldenCase) throws {
        let (start, stop, step) = (try golden.option("start"), try golden.option("stop"), try golden.option("step"))
        let output = Tensor.arange(Float(start), Float(stop), step: Float(step))
        expectClose(output, try golden.golden("output"), tolerance: 1e-7, "arange")
        guard [start, stop, step].allSatisfy({ $0 == $0.rounded() }) else { return }
        #expect(IntTensor.arange(Int(start), Int(stop), step: Int(step)) == output.ints())
    }

    @Test(arguments: try GoldenFile.cases("making", prefix: "linspace", in: .module))
    func linspace(_ golden: GoldenCase) throws {
        let (start, stop) = (Float(try golden.option("start")), Float(try golden.option("stop")))
        let output = Tensor.linspace(start, stop, count: try golden.size("count"))
        expectClose(output, try golden.golden("output"), tolerance: 1e-7, "linspace")
        if output.count > 1 { #expect(output[0] == start && output[-1] == stop) }
    }

    @Test(arguments: try GoldenFile.cases("making", prefix: "eye", in: .module))
    func eye(_ golden: GoldenCase) throws {
        let (rows, columns) = (try golden.size("rows"), try golden.size("columns"))
        expectClose(.eye(rows, columns), try golden.golden("output"), tolerance: 0, "eye")
        if rows == columns { #expect(Tensor.eye(rows) == .eye(rows, columns)) }
    }

    @Test(arguments: try GoldenFile.cases("diagonals", in: .module))
    func diagonals(_ golden: GoldenCase) throws {
        let context = try ComputeContext(threads: 2)
        let k = golden.options["k"].map { Int($0) } ?? 0
        let axes = golden.options["first"] == nil ? (0, 1) : (try golden.size("first"), try golden.size("second"))
        let name = try #require(golden.name.split(separator: " ").first)
        try expectDerivatives(golden, ["input"], in: context) { inputs in
            switch name {
            case "triu": inputs[0].triu(k)
            case "tril": inputs[0].tril(k)
            case "diagonal": inputs[0].diagonal(offset: k, axes: axes)
            default: inputs[0].trace()
            }
        }
        let (input, output) = (try golden.tensor("input", in: context), try golden.tensor("output", in: context))
        let (integers, expected) = ((input * 64).ints(), (output * 64).ints())
        switch name {
        case "triu": #expect(integers.triu(k) == expected)
        case "tril": #expect(integers.tril(k) == expected)
        case "diagonal": #expect(integers.diagonal(offset: k, axes: axes) == expected)
        default: #expect(integers.trace() == expected)
        }
    }

    @Test func constants() {
        #expect(IntTensor.zeros([2, 2]) == [[0, 0], [0, 0]])
        #expect(IntTensor.ones([3]).elements == [1, 1, 1])
        #expect(BoolTensor.zeros([2]) == [false, false])
        #expect(BoolTensor.ones(like: Tensor.zeros([1, 2])) == [[true, true]])
        #expect(IntTensor.full([], 7).item == 7)
        #expect(IntTensor.ones(like: BoolTensor.zeros([2])) == [1, 1])
        #expect(Tensor.zeros(like: IntTensor([1, 2])) == [0, 0])
        #expect(IntTensor.zeros([3, 0]).count == 0)
    }

    @Test func literals() {
        let vector: Tensor = [1, 2.5, -3]
        #expect(vector.shape == [3] && vector.elements == [1, 2.5, -3])
        let deep: IntTensor = [[[[[[1], [2]]]]], [[[[[3], [4]]]]]]
        #expect(deep.shape == [2, 1, 1, 1, 2, 1] && deep.elements == [1, 2, 3, 4])
        let empty: Tensor = []
        #expect(empty.shape == [0])
        let hollow: Tensor = [[], []]
        #expect(hollow.shape == [2, 0])
        #expect(vector * [[1], [2]] == [[1, 2.5, -3], [2, 5, -6]])
        let x: Float = 3
        #expect(Tensor([x, 2 * x]) == [3, 6])
    }

    /// Literals and elements stand in long expressions without types.
    @Test func expressions() {
        let x = Tensor.arange(6).reshaped(to: [2, 3])
        let y = 2 * x[0] * 3 + x[1] - 4 / (x[0] + 1) + (1 - x[1]) * 0.5 * [1, 2, 3]
        #expect(y.allClose(Tensor([-2, 5, 11 - 4 / 3]), rtol: 1e-6))
        #expect(x[0, 1] * 2 + 1 == 3 && x[1] * x[0] + 1 == [1, 5, 11])
        let first: Float = x[1, 0] + x[..., -1][0] * 2
        #expect(first == 7)
    }

    @Test func oneHot() throws {
        #expect(try IntTensor([[2, 0], [1, 1]]).oneHot(3) == [[[0, 0, 1], [1, 0, 0]], [[0, 1, 0], [0, 1, 0]]])
        #expect(try IntTensor.full([], 1).oneHot(2) == [0, 1])
        #expect(try IntTensor.zeros([0]).oneHot(4).shape == [0, 4])
        let error = #expect(throws: KernelError.self) { try IntTensor([0, 3]).oneHot(3) }
        #expect(error?.description == "oneHot: element 1 is 3, expected a class below 3")
        #expect(throws: KernelError.self) { try IntTensor([-1]).oneHot(3) }
    }

    @Test func wrongArguments() async throws {
        let ragged = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let _: Tensor = [[1, 2], [3]]
        }
        try expectTrap(ragged, "a literal has lists of the shapes [2] and [1] side by side")
        let step = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.arange(0, 1, step: 0)
        }
        try expectTrap(step, "arange: from 0.0 to 1.0 by 0.0 are no finite steps")
        let large = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = IntTensor.arange(1 << 31, 1 << 31 + 1)
        }
        try expectTrap(large, "arange: 2147483648 is no 32-bit integer")
        let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.linspace(0, 1, count: -1)
        }
        try expectTrap(count, "linspace: the number of elements is negative: -1")
    }
}
