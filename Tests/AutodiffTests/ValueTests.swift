import SwiftletAutodiff
import SwiftletTensor
import Testing

/// A gradient check takes whatever an operation computes for what it should compute; so the values are looked at here.
@Suite struct ValueTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let ofVariables: @Sendable (Variable, Variable) -> Variable
        let ofTensors: @Sendable (Tensor, Tensor) -> Tensor

        init(
            _ name: String, _ ofVariables: @escaping @Sendable (Variable, Variable) -> Variable,
            _ ofTensors: @escaping @Sendable (Tensor, Tensor) -> Tensor
        ) {
            testDescription = name
            self.ofVariables = ofVariables
            self.ofTensors = ofTensors
        }
    }

    static let cases = [
        Case("sum of two", { $0 + $1 }, { $0 + $1 }), Case("difference", { $0 - $1 }, { $0 - $1 }),
        Case("product", { $0 * $1 }, { $0 * $1 }), Case("quotient", { $0 / $1 }, { $0 / $1 }),
        Case("negative", { a, _ in -a }, { a, _ in -a }),
        Case("plus a number", { a, _ in 3 + a + 2 }, { a, _ in a + 3 + 2 }),
        Case("minus a number", { a, _ in a - 3 }, { a, _ in a - 3 }),
        Case("from a number", { a, _ in 3 - a }, { a, _ in 3 - a }),
        Case("times a number", { a, _ in 3 * a * 2 }, { a, _ in a * 3 * 2 }),
        Case("over a number", { a, _ in a / 3 }, { a, _ in a / 3 }),
        Case("number over", { _, b in 3 / b }, { _, b in 3 / b }),
        Case("maximum", { a, _ in a.maximum(0.5) }, { a, _ in a.maximum(0.5) }),
        Case("minimum", { a, _ in a.minimum(0.5) }, { a, _ in a.minimum(0.5) }),
        Case("sum", { a, _ in a.sum() }, { a, _ in a.sum() }), Case("mean", { a, _ in a.mean() }, { a, _ in a.mean() }),
        Case("sum along", { a, _ in a.sum(alongAxis: 1) }, { a, _ in a.sum(alongAxis: 1) }),
        Case("mean along", { a, _ in a.mean(alongAxis: -1) }, { a, _ in a.mean(alongAxis: 1) }),
        Case("sum around", { a, _ in a.sum(aroundAxis: 1) }, { a, _ in a.sum(alongAxis: 0) }),
        Case("transposed", { a, _ in a.transposed() }, { a, _ in a.transposed() }),
        Case("reshaped", { a, _ in a.reshaped(to: [3, 2]) }, { a, _ in a.reshaped(to: [3, 2]) }),
        Case("sliced", { a, _ in a.sliced(alongAxis: 1, 1..<3) }, { a, _ in a.sliced(alongAxis: 1, 1..<3) }),
        Case(
            "padded", { a, _ in a.padded(alongAxis: 1, before: 1, after: 2) },
            { a, _ in a.padded(alongAxis: 1, before: 1, after: 2) }),
        Case(
            "repeated", { a, _ in a.repeated(2, alongNewAxis: 1) }, { a, _ in a.repeated(2, alongNewAxis: 1) }),
        Case(
            "concatenated", { .concatenated([$0, $1], alongAxis: 0) }, { .concatenated([$0, $1], alongAxis: 0) }),
        Case("matmul", { $0.matmul($1.transposed()) }, { $0.matmul($1, transposingOther: true) }),
        Case("softmax", { a, _ in a.softmax() }, { a, _ in a.softmax() }),
        Case(
            "squared error", { $0.meanSquaredError($1) }, { ($0 - $1).squared().sum() / 6 }),
    ]

    @Test(arguments: cases) func isThatOfTheTensors(_ testCase: Case) throws {
        let context = try ComputeContext(threads: 1)
        let a = Tensor([1, -2, 0.5, 3, 0, -0.25], shape: [2, 3], in: context)
        let b = Tensor([2, 4, -1, 0.5, 8, -2], shape: [2, 3], in: context)
        let expected = testCase.ofTensors(a, b)
        let tape = Tape()
        for (left, right) in [(Variable(a), Variable(b)), (tape.leaf(a), tape.leaf(b))] {
            let value = testCase.ofVariables(left, right).value
            #expect(value.shape == expected.shape && value.elements == expected.elements)
        }
    }
}
