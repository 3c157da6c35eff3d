import SwiftletNN
import SwiftletTensor
import TestSupport
import Testing

@Suite("The golden harness catches what is wrong")
struct GoldenHarnessTests {
    @Test("A number that is off by a thousandth, a NaN and a wrong shape are mismatches; rounding is not")
    func mismatches() throws {
        let context = try ComputeContext(threads: 1)
        let golden = GoldenTensor(shape: [2, 2], data: [1, -2, 0.5, 0])
        func mismatch(_ elements: [Float], _ shape: Shape = [2, 2]) -> String? {
            golden.mismatch(Tensor(elements, shape: shape, in: context))
        }
        #expect(mismatch([1, -2, 0.5, 0]) == nil)
        #expect(mismatch([1, -2.00001, 0.5, 0]) == nil)
        #expect(mismatch([1.001, -2, 0.5, 0]) != nil)
        #expect(mismatch([1, -2, .nan, 0]) != nil)
        #expect(mismatch([1, -2, 0.5, 0], [4]) != nil)
    }

    /// A layer with a wrong derivative: it forgets the factor 2 of the square.
    private final class WrongSquare: Layer {
        func callAsFunction(_ input: Tensor) -> Tensor {
            let kept = input.detached
            return Tape.record(kept.squared(), from: [input]) { [$0 * kept] }
        }
    }

    @Test("A layer with a wrong gradient is caught although its output is right")
    func wrongGradient() throws {
        let context = try ComputeContext(threads: 1)
        let golden = GoldenCase(
            name: "square", options: [:],
            tensors: [
                "input": GoldenTensor(shape: [2], data: [3, -1]),
                "output_gradient": GoldenTensor(shape: [2], data: [1, 2]),
            ])
        let (output, gradients) = try run(WrongSquare(), golden, in: context) { $0($1) }
        #expect(GoldenTensor(shape: [2], data: [9, 1]).mismatch(output) == nil)
        #expect(GoldenTensor(shape: [2], data: [6, -4]).mismatch(try #require(gradients["input"])) != nil)
    }

    @Test("A golden file that is not there is an error")
    func missingFile() {
        #expect(throws: GoldenFile.Missing.self) { try GoldenFile.cases("no such file", in: .module) }
    }
}
