import Foundation
import SwiftletTensor
import Testing

@Suite struct BroadcastTests {
    /// Pairs of shapes that fit each other, by dropping first axes of a shape and by making sizes 1.
    static let pairs: [(Shape, Shape)] = {
        let whole: [Shape] = [
            [3], [2, 3], [2, 0, 3], [2, 3, 4], [2, 3, 1, 2], [2, 1, 3, 2, 2], [2, 3, 1, 2, 2, 3],
        ]
        var pairs: [(Shape, Shape)] = [([], []), ([], [1]), ([1, 1], [1])]
        for shape in whole {
            for first in 0...shape.rank {
                let suffix = Array(shape.dimensions[first...])
                for ones in 0..<(1 << suffix.count) {
                    let sizes = suffix.enumerated().map { ones >> $0.offset & 1 == 1 ? 1 : $0.element }
                    pairs.append((shape, Shape(sizes)))
                    // The same axes are 1 in the other operand: both are repeated.
                    let rest = shape.dimensions.enumerated().map { axis, size in
                        axis >= first && ones >> (axis - first) & 1 == 0 ? 1 : size
                    }
                    pairs.append((Shape(rest), Shape(sizes)))
                }
            }
        }
        return pairs
    }()

    private static func operand(_ whole: Shape, of shape: Shape, at tuple: [Int]) -> [Int] {
        zip(tuple.suffix(shape.rank), shape.dimensions).map { $1 == 1 ? 0 : $0 }
    }

    private static func broadcast(_ left: Shape, _ right: Shape) -> Shape {
        let rank = max(left.rank, right.rank)
        let sizes = (0..<rank).map { axis in
            let (a, b) = (axis - rank + left.rank, axis - rank + right.rank)
            let (first, second) = (a < 0 ? 1 : left[a], b < 0 ? 1 : right[b])
            return first == 1 ? second : first
        }
        return Shape(sizes)
    }

    @Test(arguments: ["reference", "auto"]) func binaries(kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        for (first, second) in Self.pairs {
            for (left, right) in [(first, second), (second, first)] {
                let (a, b) = (uniform(left, seed: 1, in: context), uniform(right, seed: 2, in: context))
                let shape = Self.broadcast(left, right)
                let operands = indexTuples(shape).map {
                    (a[at: Self.operand(shape, of: left, at: $0)], b[at: Self.operand(shape, of: right, at: $0)])
                }
                func expect(_ result: Tensor, _ operation: (Float, Float) -> Float) {
                    #expect(result.shape == shape, "\(left) and \(right)")
                    #expect(result.elements == operands.map(operation), "\(left) and \(right)")
                }
                expect(a + b, +)
                expect(a - b, -)
                expect(a * b, *)
                expect(a / b, /)
                expect(a.maximum(b), max)
                expect(a.minimum(b), min)
                let differences = zip(a.abs().pow(b).elements, operands).map { result, operands in
                    let expected = pow(Double(abs(operands.0)), Double(operands.1))
                    return abs(Double(result) - expected) / expected
                }
                #expect(differences.allSatisfy { $0 < 1e-5 }, "\(left) and \(right)")
            }
        }
    }

    @Test(arguments: ["reference", "auto"]) func comparisonsAndSelection(kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        for (left, right) in Self.pairs {
            // Halves, so that many are equal, and a NaN.
            var (a, b) = (
                (uniform(left, seed: 1, in: context) * 2).round(), (uniform(right, seed: 2, in: context) * 2).round()
            )
            if a.count > 2 { a.withUnsafeMutableElements { $0[1] = .nan } }
            if b.count > 2 { b.withUnsafeMutableElements { $0[1] = .nan } }
            let shape = Self.broadcast(left, right)
            let operands = indexTuples(shape).map {
                (a[at: Self.operand(shape, of: left, at: $0)], b[at: Self.operand(shape, of: right, at: $0)])
            }
            func expect(_ result: BoolTensor, _ comparison: (Float, Float) -> Bool) {
                #expect(result.shape == shape)
                #expect(result.elements == operands.map(comparison), "\(left) and \(right)")
            }
            expect(a .== b, ==)
            expect(a .!= b, !=)
            expect(a .< b, <)
            expect(a .<= b, <=)
            expect(a .> b, >)
            expect(a .>= b, >=)
            let selected = Tensor.where(a .< b, a, b)
            #expect(selected.shape == shape)
            #expect(bits(selected) == operands.map { ($0 < $1 ? $0 : $1).bitPattern }, "\(left) and \(right)")
        }
    }

    private func bits(_ tensor: Tensor) -> [UInt32] { tensor.elements.map(\.bitPattern) }

    @Test func selectionOfAllTypes() {
        let mask = BoolTensor([[true, false], [false, true]])
        #expect(IntTensor.where(mask, 7, IntTensor([1, 2])).elements == [7, 2, 1, 7])
        #expect(BoolTensor.where(mask, mask, false).elements == [true, false, false, true])
        #expect(Tensor.where(mask, 1, -1).elements == [1, -1, -1, 1])
        #expect(Tensor([1, 2]).filling(-.infinity, where: mask).elements == [-.infinity, 2, 1, -.infinity])
    }

    /// A gradient that is not finite stays where it belongs.
    @Test func selectionKeepsOtherGradientsOut() {
        let x = Tensor([0, 4])
        let gradient = gradient(at: x) {
            Tensor.where($0 .== 0, 0, $0).sqrt().filling(0, where: $0.detached .== 0).sum()
        }
        #expect(gradient.elements[1] == 0.25)
    }

    @Test func largeOperandsAreTheSameAtAnyThreadCount() throws {
        let (one, three) = (try ComputeContext(threads: 1), try ComputeContext(threads: 3))
        let results = [one, three].map { context in
            let (a, b) = (uniform([37, 1, 129, 5], in: context), uniform([41, 1, 5], seed: 2, in: context))
            return [a * b, a.maximum(b), a.sum(axes: [0, 2]), a.abs().pow(b), (a * b).sum(axis: 2)].map(bits)
        }
        #expect(results[0] == results[1])
    }
}
