import SwiftletTensor
import Testing

@Suite struct SortingTests {
    @Test func equalsKeepTheirOrderAndNaNIsLargest() {
        let x = Tensor([2, .nan, 1, 2, -.infinity, 1])
        let ascending = x.sorted()
        #expect(ascending.indices.elements == [4, 2, 5, 0, 3, 1])
        #expect(
            Array(ascending.values.elements.dropLast()) == [-.infinity, 1, 1, 2, 2]
                && ascending.values.elements[5].isNaN)
        #expect(x.sorted(descending: true).indices.elements == [1, 0, 3, 2, 5, 4])
        #expect(x.argsort(descending: true).elements == [1, 0, 3, 2, 5, 4])
        #expect(x.topK(2).indices.elements == [1, 0] && x.topK(2, largest: false).indices.elements == [4, 2])
    }

    @Test func gatheringByTheOrderSorts() throws {
        let results = try [1, 3].map { threads in
            let x = uniform([7, 1001, 3], in: try ComputeContext(threads: threads))
            for axis in 0..<3 {
                let (values, indices) = x.sorted(axis: axis)
                #expect(x.gathered(axis: axis, indices).elements == values.elements)
                let moved = values.swappedAxes(axis, -1).elements
                let size = x.shape[axis]
                #expect(moved.indices.allSatisfy { $0 % size == 0 || moved[$0 - 1] <= moved[$0] })
                let top = x.topK(min(5, size), axis: axis, largest: false)
                #expect(top.values.elements == values.sliced(axis: axis, 0..<min(5, size)).elements)
            }
            return x.sorted(axis: 1).indices.elements + x.topK(100, axis: 1).indices.elements
        }
        #expect(results[0] == results[1])
    }

    @Test func runningSums() {
        let x = Tensor([[1, 2, 3], [4, 5, 6]])
        #expect(x.cumsum(axis: 1).elements == [1, 3, 6, 4, 9, 15])
        #expect(x.cumsum(axis: 0).elements == [1, 2, 3, 5, 7, 9])
        #expect(x.cumsum(axis: -1, reversed: true).elements == [6, 5, 3, 15, 11, 6])
        #expect(Tensor.zeros([0, 2]).cumsum(axis: 0).shape == [0, 2])
    }

    @Test(arguments: oddShapes) func integersAsFloats(shape: Shape) {
        let floats = (uniform(shape) * 2).round()
        let integers = IntTensor(floats.elements.map { Int32($0) }, shape: shape)
        for axis in 0..<shape.rank {
            for descending in [false, true] {
                let (values, indices) = integers.sorted(axis: axis, descending: descending)
                let expected = floats.sorted(axis: axis, descending: descending)
                #expect(values.elements.map(Float.init) == expected.values.elements && values.shape == shape)
                #expect(indices.elements == expected.indices.elements)
            }
        }
        #expect(IntTensor([.max, .max - 1, .min]).sorted().values.elements == [.min, .max - 1, .max])
    }
}
