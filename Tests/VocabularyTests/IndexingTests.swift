import SwiftletTensor
import TestSupport
import Testing

@Suite("Subscripts name what PyTorch's do")
struct IndexingTests {
    private let context: ComputeContext

    init() throws { context = try ComputeContext(threads: 2) }

    /// The indices of a golden case.
    private func indices(_ golden: GoldenCase) throws -> [any TensorIndexing] {
        let name = String(golden.name[golden.name.firstRange(of: " ")!.upperBound...])
        if let indices = indexingParts[name] { return indices }
        let part = try #require(chosenParts[name], "no part is called '\(name)'")
        func integers(_ name: String) throws -> IntTensor {
            golden.tensors[name] == nil ? IntTensor.zeros([0]) : try golden.integers(name, in: context)
        }
        return part(try integers("i"), try integers("j"), try integers("m").bools())
    }

    @Test(arguments: try GoldenFile.cases("indexing", prefix: "read ", in: .module))
    func reading(_ golden: GoldenCase) throws {
        let indices = try indices(golden)
        try expectDerivatives(golden, ["input"], in: context) { $0[0][list: indices] }
        let (input, output) = (try golden.tensor("input", in: context), try golden.tensor("output", in: context))
        #expect((input * 64).ints()[list: indices] == (output * 64).ints())
        #expect((input .> 0)[list: indices] == (output .> 0))
    }

    @Test(arguments: try GoldenFile.cases("indexing", prefix: "write ", in: .module))
    func writing(_ golden: GoldenCase) throws {
        let indices = try indices(golden)
        try expectDerivatives(golden, ["input", "value"], in: context) { inputs in
            var result = inputs[0]
            result[list: indices] = inputs[1]
            return result
        }
        let (input, output) = (try golden.tensor("input", in: context), try golden.tensor("output", in: context))
        let value = try golden.tensor("value", in: context)
        var (integers, masks) = ((input * 64).ints(), input .> 0)
        integers[list: indices] = (value * 64).ints()
        masks[list: indices] = value .> 0
        #expect(integers == (output * 64).ints())
        #expect(masks == (output .> 0))
    }

    @Test(arguments: try GoldenFile.cases("indexing", prefix: "take ", in: .module))
    func taking(_ golden: GoldenCase) throws {
        let axis = try golden.size("axis")
        let indices = try golden.integers("indices", in: context)
        try expectDerivatives(golden, ["input"], in: context) { $0[0].taken(axis: axis, indices) }
        let (input, output) = (try golden.tensor("input", in: context), try golden.tensor("output", in: context))
        #expect((input * 64).ints().taken(axis: axis, indices) == (output * 64).ints())
        #expect((input .> 0).taken(axis: axis, indices) == (output .> 0))
    }

    /// What is written stays in this variable, and nothing is copied if nobody else has its buffer.
    @Test func writingInPlace() {
        var x = Tensor.arange(12, in: context).reshaped(to: [3, 4])
        let before = x
        x[1, 1...] = [-1, -2, -3]
        x[..., 0] = 9
        x[-1][2] = 5
        #expect(x.elements == [9, 1, 2, 3, 9, -1, -2, -3, 9, 9, 5, 11])
        #expect(before.elements == (0..<12).map(Float.init))
        let address = x.withUnsafeElements(\.baseAddress)
        x[0] = x[1]
        x[.all, [1, 3]] = 0
        x[x .> 8] = -8
        #expect(x.withUnsafeElements(\.baseAddress) == address)
        #expect(x.elements == [-8, 0, -2, 0, -8, 0, -2, 0, -8, 0, 5, 0])
        let element: Float = x[2, 2]
        #expect(element == 5)
        x[0...2] = x[.slice(by: -1)]
        #expect(x[0, 2] == 5)
    }

    /// Of several values for one position the last stays, and it alone gets a gradient.
    @Test func repeatedPositions() {
        let positions = IntTensor([1, 0, 1], in: context)
        let values = Tensor([10, 20, 30], in: context)
        var x = Tensor([1, 2, 3], in: context)
        x[positions] = values
        #expect(x.elements == [20, 30, 3])
        let gradient = gradient(at: values) { values in
            var x = Tensor([1, 2, 3], in: context)
            x[positions] = values
            return (x * x).sum()
        }
        #expect(gradient.elements == [0, 40, 60])
    }

    /// Parts of equal positions are added up in their order at any number of threads.
    @Test func threads() throws {
        let results = try [1, 2, 5].map { threads in
            let context = try ComputeContext(threads: threads)
            var random = RandomStream(seed: 4)
            let table = Tensor.normal([50, 64], using: &random, in: context)
            let positions = IntTensor.uniform([40, 50], below: 50, using: &random, in: context)
            return gradient(at: table) { table in
                let rows = table[positions]
                return (rows * rows * rows).sum()
            }.elements
        }
        #expect(results[0] == results[1] && results[0] == results[2])
    }

    @Test func positionsOfTrueElements() {
        let mask: BoolTensor = [[true, false], [false, false], [true, true]]
        #expect(mask.nonzero() == [[0, 0], [2, 0], [2, 1]])
        #expect(BoolTensor.zeros([2, 0]).nonzero().shape == [0, 2])
        #expect(BoolTensor([true], shape: []).nonzero().shape == [1, 0])
    }

    /// New axes and whole ranges share the buffer.
    @Test func sharing() {
        let x = Tensor.arange(6, in: context).reshaped(to: [2, 3])
        let address = x.withUnsafeElements(\.baseAddress)
        #expect(x[.newAxis, 0..., .ellipsis, 0..<3].withUnsafeElements(\.baseAddress) == address)
        #expect(x[0...1, 0..<2].withUnsafeElements(\.baseAddress) != address)
    }

    /// Reading and writing within a step keeps to it: a result is as constant or tracked as its inputs.
    @Test func tracking() {
        let table = Tensor.arange(6, in: context).reshaped(to: [3, 2])
        let value = valueAndGradient(at: table) { table in
            var copy = Tensor.zeros([3, 2], in: context)
            copy[1...] = table[[2, 0]]
            copy[1] = 7
            #expect(copy.isTracked)
            copy[...] = copy * 2
            return copy.sum()
        }
        #expect(value.value.item == 2 * (7 + 7 + 0 + 1))
        #expect(value.gradient.elements == [2, 2, 0, 0, 0, 0])
    }
}
