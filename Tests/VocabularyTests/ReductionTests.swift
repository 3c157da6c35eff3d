import SwiftletTensor
import Testing

@Suite struct ReductionVocabularyTests {
    /// The elements that are reduced to each element of the result, over every subset of axes.
    private func forAllSubsets(
        of shape: Shape,
        _ body: (_ tensor: Tensor, _ axes: [Int], _ groups: [[Float]], _ kept: Shape, _ reduced: Shape) -> Void
    ) {
        let tensor = uniform(shape)
        for subset in 0..<(1 << shape.rank) {
            let axes = (0..<shape.rank).filter { subset >> $0 & 1 == 1 }
            let kept = Shape((0..<shape.rank).map { axes.contains($0) ? 1 : shape[$0] })
            let reduced = Shape((0..<shape.rank).filter { !axes.contains($0) }.map { shape[$0] })
            let positions = Dictionary(uniqueKeysWithValues: indexTuples(kept).enumerated().map { ($1, $0) })
            var groups = Array(repeating: [Float](), count: kept.count)
            for (tuple, element) in zip(indexTuples(shape), tensor.elements) {
                groups[positions[tuple.enumerated().map { axes.contains($0) ? 0 : $1 }]!].append(element)
            }
            // Axes count from either end, in any order.
            body(tensor, axes.reversed().map { subset % 2 == 1 ? $0 - shape.rank : $0 }, groups, kept, reduced)
        }
    }

    @Test(arguments: oddShapes) func allSubsetsOfAxes(shape: Shape) {
        forAllSubsets(of: shape) { tensor, axes, groups, kept, reduced in
            func expect(_ name: String, _ operation: (Bool) -> Tensor, _ expected: ([Double]) -> Double) {
                for (keepDims, shape) in [(true, kept), (false, reduced)] {
                    let result = operation(keepDims)
                    #expect(result.shape == shape, "\(name) of \(tensor.shape) over \(axes)")
                    for (value, group) in zip(result.elements, groups) {
                        let right = expected(group.map(Double.init))
                        #expect(
                            abs(Double(value) - right) <= 1e-5 * max(1, abs(right)) || right.isNaN && value.isNaN,
                            "\(name) of \(tensor.shape) over \(axes): \(value), expected \(right)")
                    }
                }
            }
            func mean(_ group: [Double]) -> Double { group.reduce(0, +) / Double(group.count) }
            func variance(_ group: [Double], _ correction: Int) -> Double {
                group.map { ($0 - mean(group)) * ($0 - mean(group)) }.reduce(0, +)
                    / Double(max(group.count - correction, 0))
            }
            expect("sum", { tensor.sum(axes: axes, keepDims: $0) }) { $0.reduce(0, +) }
            expect("mean", { tensor.mean(axes: axes, keepDims: $0) }, mean)
            expect("sumOfSquares", { tensor.sumOfSquares(axes: axes, keepDims: $0) }) { $0.reduce(0) { $0 + $1 * $1 } }
            expect("prod", { tensor.prod(axes: axes, keepDims: $0) }) { $0.reduce(1, *) }
            expect("variance", { tensor.variance(axes: axes, correction: 0, keepDims: $0) }) { variance($0, 0) }
            // Of one element the sum of squares is 0 but for rounding.
            if groups.first?.count != 1 {
                expect("deviation", { tensor.standardDeviation(axes: axes, keepDims: $0) }) {
                    variance($0, 1).squareRoot()
                }
            }
            expect("norm 1", { tensor.norm(1, axes: axes, keepDims: $0) }) { $0.reduce(0) { $0 + abs($1) } }
            expect("norm 2", { tensor.norm(axes: axes, keepDims: $0) }) { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
            if groups.isEmpty || groups[0].isEmpty { return }
            expect("max", { tensor.max(axes: axes, keepDims: $0) }) { $0.max()! }
            expect("min", { tensor.min(axes: axes, keepDims: $0) }) { $0.min()! }
            expect("norm infinity", { tensor.norm(.infinity, axes: axes, keepDims: $0) }) { $0.map(abs).max()! }
        }
    }

    @Test func allElements() {
        let x = Tensor([[1, 2], [3, 4]])
        #expect(x.prod().item == 24)
        #expect(x.variance().item == 5.0 / 3)
        #expect(x.standardDeviation(correction: 0).item == Float(1.25).squareRoot())
        #expect(x.norm(1).item == 10 && x.norm(.infinity).item == 4)
        #expect(Tensor.zeros([0]).sum().item == 0 && Tensor.zeros([2, 0]).prod(axis: 1).elements == [1, 1])
        #expect(Tensor([3]).variance().item.isNaN)
    }

    @Test func positions() {
        let x = Tensor([[1, 3, 3], [0, -2, -2]])
        #expect(x.argmax(axis: 1).elements == [1, 0] && x.argmin(axis: 1).elements == [0, 1])
        #expect(
            x.argmax(axis: 0, keepDims: true).shape == [1, 3] && x.argmin(axis: -1, keepDims: true).shape == [2, 1])
        #expect(x.argmax().item == 1 && x.argmin().item == 4 && x.argmin().shape == [])
        #expect(Tensor([1, .nan, 2]).argmax().item == 1 && Tensor([1, .nan, 2]).argmin().item == 1)
        #expect(Tensor.scalar(2).argmax().item == 0)
        #expect(Tensor.zeros([0, 2]).argmax(axis: 1).shape == [0])
    }

    @Test func logSumExpOfInfinities() {
        let infinity = Float.infinity
        let x = Tensor([[-infinity, -infinity], [infinity, 1], [1, -infinity], [1000, 1000]])
        let (value, gradient) = valueAndGradient(at: x) { $0.logSumExp(axis: 1)[rows: 2, 4].sum() }
        let sums = x.logSumExp(axis: 1).elements
        #expect(sums[0] == -infinity && sums[1] == infinity && sums[2] == 1)
        #expect(abs(sums[3] - 1000.6931) < 1e-3 && abs(value.item - 1001.6931) < 1e-3)
        #expect(gradient.elements[4...] == [1, 0, 0.5, 0.5])
        // Nothing flows to a row without any probability.
        let none = SwiftletTensor.gradient(at: Tensor([-infinity, -infinity])) { $0.logSumExp(axis: 0) }
        #expect(none.elements == [0, 0])
        #expect(Tensor([.nan, 1]).logSumExp(axis: 0).item.isNaN)
    }

    /// Where all elements are equal, or 0, these have no derivative; it is 0, as PyTorch's.
    @Test func derivativesAtKinks() {
        let zeros = Tensor.zeros([3])
        for function: @Sendable (Tensor) -> Tensor in [
            { $0.norm() }, { $0.norm(1) }, { $0.norm(.infinity) }, { $0.standardDeviation() },
        ] {
            #expect(gradient(at: zeros, function).elements == [0, 0, 0])
            let second = gradient(at: zeros) { x in gradient(at: x, function).sum() }
            #expect(second.elements.allSatisfy { $0.isFinite })
        }
    }

    /// The product of the others, however many are 0, and its derivatives: of x * y * z by x, then y, is z.
    @Test func productsWithZeros() {
        for factors in [[0, 2, 3], [0, 0, 3], [0, 0, 0], [1, 2, 3]] as [[Float]] {
            let x = Tensor(factors)
            let others = (0..<3).map { index in (0..<3).reduce(1) { $1 == index ? $0 : $0 * factors[$1] } }
            #expect(gradient(at: x) { $0.prod() }.elements == others)
            let second = gradient(at: x) { x in (gradient(at: x) { $0.prod() } * Tensor([1, 0, 0])).sum() }
            #expect(second.elements == [0, factors[2], factors[1]])
        }
    }
}

extension Tensor {
    fileprivate subscript(rows first: Int, end: Int) -> Tensor { sliced(axis: 0, first..<end) }
}
