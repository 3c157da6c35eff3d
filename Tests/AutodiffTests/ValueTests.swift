import Foundation
import SwiftletTensor
import Testing

/// A gradient check takes whatever an operation computes for what it should compute; so the values are looked at here.
@Suite struct ValueTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let operation: @Sendable (Tensor, Tensor) -> Tensor
        let expected: [Double]
        let shape: Shape

        init(
            _ name: String, shape: Shape = [2, 3], _ operation: @escaping @Sendable (Tensor, Tensor) -> Tensor,
            _ expected: [Double]
        ) {
            (testDescription, self.shape, self.operation, self.expected) = (name, shape, operation, expected)
        }
    }

    static let left = [1, -2, 0.5, 3, 0, -0.25]
    static let right = [2, 4, -1, 0.5, 8, -2]

    /// Each row over the sum of its exponentials.
    static var softmax: [Double] {
        [left[..<3], left[3...]].flatMap { row in row.map { exp($0) / row.map(exp).reduce(0, +) } }
    }

    static let cases = [
        Case("sum of two", { $0 + $1 }, zip(left, right).map(+)),
        Case("difference", { $0 - $1 }, zip(left, right).map(-)),
        Case("product", { $0 * $1 }, zip(left, right).map(*)), Case("quotient", { $0 / $1 }, zip(left, right).map(/)),
        Case("negative", { a, _ in -a }, left.map { -$0 }),
        Case("plus a number", { a, _ in 3 + a + 2 }, left.map { $0 + 5 }),
        Case("minus a number", { a, _ in a - 3 }, left.map { $0 - 3 }),
        Case("from a number", { a, _ in 3 - a }, left.map { 3 - $0 }),
        Case("times a number", { a, _ in 3 * a * 2 }, left.map { $0 * 6 }),
        Case("over a number", { a, _ in a / 3 }, left.map { $0 / 3 }),
        Case("number over", { _, b in 3 / b }, right.map { 3 / $0 }),
        Case("maximum", { a, _ in a.maximum(0.5) }, left.map { max($0, 0.5) }),
        Case("minimum", { a, _ in a.minimum(0.5) }, left.map { min($0, 0.5) }),
        Case("sum", shape: [], { a, _ in a.sum() }, [2.25]), Case("mean", shape: [], { a, _ in a.mean() }, [0.375]),
        Case("sum along", shape: [2], { a, _ in a.sum(axis: 1) }, [-0.5, 2.75]),
        Case("mean along", shape: [2], { a, _ in a.mean(axis: -1) }, [-0.5 / 3, 2.75 / 3]),
        Case("sum around", shape: [3], { a, _ in a.sum(axes: [0]) }, [4, -2, 0.25]),
        Case("transposed", shape: [3, 2], { a, _ in a.transposed() }, [1, 3, -2, 0, 0.5, -0.25]),
        Case("reshaped", shape: [3, 2], { a, _ in a.reshaped(to: [3, 2]) }, left),
        Case("sliced", shape: [2, 2], { a, _ in a.sliced(axis: 1, 1..<3) }, [-2, 0.5, 0, -0.25]),
        Case(
            "padded", shape: [2, 6], { a, _ in a.padded(axis: 1, before: 1, after: 2) },
            [0, 1, -2, 0.5, 0, 0, 0, 3, 0, -0.25, 0, 0]),
        Case(
            "repeated", shape: [2, 2, 3], { a, _ in a.repeated(2, alongNewAxis: 1) },
            [1, -2, 0.5, 1, -2, 0.5, 3, 0, -0.25, 3, 0, -0.25]),
        Case("concatenated", shape: [4, 3], { .concatenated([$0, $1], axis: 0) }, left + right),
        Case("matmul", shape: [2, 2], { $0.matmul($1.transposed()) }, [-6.5, -16.5, 6.25, 2]),
        Case("softmax", { a, _ in a.softmax() }, softmax),
        Case("squared error", shape: [], { $0.meanSquaredError($1) }, [112.5625 / 6]),
    ]

    @Test(arguments: cases) func isWhatTheNumbersGive(_ testCase: Case) throws {
        let context = try ComputeContext(threads: 1)
        let a = Tensor(Self.left.map { Float($0) }, shape: [2, 3], in: context)
        let b = Tensor(Self.right.map { Float($0) }, shape: [2, 3], in: context)
        let tape = Tape()
        let value = testCase.operation(a, b)
        let tracked = testCase.operation(tape.leaf(a), tape.leaf(b))
        #expect(value.shape == testCase.shape && value.count == testCase.expected.count)
        for (value, expected) in zip(value.elements, testCase.expected) {
            #expect(abs(Double(value) - expected) <= 1e-6 * max(1, abs(expected)))
        }
        #expect(tracked.isTracked && tracked.shape == value.shape && tracked.elements == value.elements)
    }
}
