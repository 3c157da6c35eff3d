import SwiftletTensor
import Testing

@Suite struct ShapeVocabularyTests {
    private func expect<Element>(
        _ result: NDArray<Element>, _ shape: Shape, _ what: String, _ element: ([Int]) -> Element
    ) {
        #expect(result.shape == shape, "\(what)")
        #expect(result.elements == indexTuples(shape).map(element), "\(what)")
    }

    private func permutations(_ count: Int) -> [[Int]] {
        guard count > 0 else { return [[]] }
        return permutations(count - 1).flatMap { rest in
            (0..<count).map { Array(rest[..<$0]) + [count - 1] + Array(rest[$0...]) }
        }
    }

    @Test(arguments: oddShapes) func allPermutations(shape: Shape) {
        let (x, truths) = (counting(shape), array(shape) { $0.reduce(0, +) % 2 == 0 })
        for order in permutations(shape.rank) {
            let result = Shape(order.map { shape[$0] })
            func source(_ tuple: [Int]) -> [Int] { (0..<shape.rank).map { tuple[order.firstIndex(of: $0)!] } }
            expect(x.permuted(order), result, "\(shape) by \(order)") { x[at: source($0)] }
            expect(truths.permuted(order), result, "\(shape) by \(order)") { truths[at: source($0)] }
        }
        for (first, second) in [(0, -1), (1, 2), (-2, 0)]
        where max(first, second, 0) < shape.rank && min(first, second, 0) >= -shape.rank {
            var order = Array(0..<shape.rank)
            order.swapAt(first < 0 ? first + shape.rank : first, second < 0 ? second + shape.rank : second)
            #expect(x.swappedAxes(first, second).elements == x.permuted(order).elements)
        }
    }

    @Test(arguments: oddShapes) func alongEachAxis(shape: Shape) {
        let x = counting(shape)
        for axis in 0..<shape.rank {
            let size = shape[axis]
            func moved(_ tuple: [Int], _ position: (Int) -> Int) -> Float {
                var tuple = tuple
                tuple[axis] = position(tuple[axis])
                return x[at: tuple]
            }
            expect(x.flipped(axes: [axis - shape.rank]), shape, "flipped \(shape), \(axis)") {
                moved($0) { size - 1 - $0 }
            }
            for shift in [-7, -1, 0, 2, 3 * size] {
                expect(x.rolled(shift, axis: axis), shape, "rolled \(shape), \(axis), \(shift)") {
                    moved($0) { (($0 - shift) % size + size) % size }
                }
            }
            var counts = Array(repeating: 1, count: shape.rank)
            for count in [0, 1, 3] {
                counts[axis] = count
                expect(x.tiled(counts), shape.replacing(axis: axis, with: count * size), "tiled \(shape), \(counts)") {
                    moved($0) { $0 % size }
                }
            }
            let parts = x.split(sizes: [size / 2, size - size / 2], axis: axis)
            expect(parts[0], shape.replacing(axis: axis, with: size / 2), "split \(shape), \(axis)") { x[at: $0] }
            expect(parts[1], shape.replacing(axis: axis, with: size - size / 2), "split \(shape), \(axis)") {
                moved($0) { $0 + size / 2 }
            }
            #expect(Tensor.concatenated(parts, axis: axis).elements == x.elements)
            expect(x.padded(axis: axis, before: 1, after: 2), shape.replacing(axis: axis, with: size + 3), "padded") {
                (1...size + 1).contains($0[axis] + 1) && $0[axis] > 0 && $0[axis] <= size ? moved($0) { $0 - 1 } : 0
            }
        }
        for axis in -(shape.rank + 1)...shape.rank {
            let index = axis < 0 ? axis + shape.rank + 1 : axis
            let expanded = x.expandedDims(axis: axis)
            #expect(expanded.shape == shape.inserting(1, at: index) && expanded.elements == x.elements)
            #expect(expanded.squeezed(axis: index).shape == shape)
            expect(.stacked([x, -x], axis: axis), shape.inserting(2, at: index), "stacked \(shape), \(axis)") {
                var tuple = $0
                return tuple.remove(at: index) == 0 ? x[at: tuple] : -x[at: tuple]
            }
        }
        #expect(x.squeezed().shape == Shape(shape.dimensions.filter { $0 != 1 }))
        if shape.rank > 1 {
            let all = Array(0..<shape.rank)
            expect(x.flipped(axes: all), shape, "flipped \(shape)") {
                x[at: zip($0, shape.dimensions).map { $1 - 1 - $0 }]
            }
        }
    }

    @Test func reshapes() {
        let x = counting([2, 3, 4])
        #expect(x.reshaped(to: -1).shape == [24] && x.reshaped(to: 4, -1, 2).shape == [4, 3, 2])
        #expect(
            x.flattened().shape == [2, 12] && x.flattened(fromAxis: -2).shape == [2, 12]
                && x.flattened(fromAxis: 0).shape == [24])
        #expect(Tensor.scalar(2).reshaped(to: [1, 1]).shape == [1, 1] && Tensor([2]).reshaped(to: []).item == 2)
        #expect(Tensor.zeros([0, 3]).reshaped(to: -1, 3).shape == [0, 3])
        #expect(x.reshaped(to: [6, 4]).elements == x.elements)
    }

    @Test(arguments: BroadcastTests.pairs.map(\.1)) func broadcastTo(shape: Shape) {
        let x = counting(shape)
        let sizes = shape.dimensions.map { $0 == 1 ? 2 : $0 }
        for target in [Shape(sizes), Shape([3] + sizes)] {
            let result = x.broadcast(to: target)
            #expect(result.shape == target)
            let expected = indexTuples(target).map { tuple in
                x[at: zip(tuple.suffix(shape.rank), shape.dimensions).map { $1 == 1 ? 0 : $0 }]
            }
            #expect(result.elements == expected, "\(shape) to \(target)")
        }
    }

    @Test(arguments: oddShapes) func gathersAndScatters(shape: Shape) {
        let x = uniform(shape)
        for axis in 0..<shape.rank where shape[axis] > 0 {
            let result = shape.replacing(axis: axis, with: 4)
            let indices: IntTensor = array(result) { Int32(($0.reduce(0, +) * 7 + $0[axis] * 3) % shape[axis]) }
            func source(_ tuple: [Int]) -> [Int] {
                var source = tuple
                source[axis] = Int(indices[at: tuple])
                return source
            }
            expect(x.gathered(axis: axis - shape.rank, indices), result, "gathered \(shape), \(axis)") {
                x[at: source($0)]
            }
            let values = uniform(result, seed: 2)
            let sums = x.scatterAdding(values, at: indices, axis: axis)
            var expected = Dictionary(uniqueKeysWithValues: indexTuples(shape).map { ($0, x[at: $0]) })
            for tuple in indexTuples(result) { expected[source(tuple)]! += values[at: tuple] }
            expect(sums, shape, "scattered \(shape), \(axis)") { expected[$0]! }
        }
    }

    /// What only changes the shape shares the buffer; nothing else does.
    @Test func sharedBuffers() {
        let x = counting([2, 1, 3])
        func address(_ tensor: Tensor) -> UnsafePointer<Float>? { tensor.withUnsafeElements(\.baseAddress) }
        for shared in [
            x.reshaped(to: 3, -1), x.squeezed(), x.expandedDims(axis: 0), x.flattened(), x.swappedAxes(0, 1),
            x.broadcast(to: [1, 2, 1, 3]),
        ] { #expect(address(shared) == address(x)) }
        for copy in [x.swappedAxes(0, 2), x.flipped(axes: [0]), x.broadcast(to: [2, 2, 3]), x.sliced(axis: 0, 0..<1)] {
            #expect(address(copy) != address(x))
        }
    }
}
