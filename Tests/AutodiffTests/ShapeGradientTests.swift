import SwiftletTensor
import Testing

@Suite struct ShapeGradientTests {
    @Test func reductions() throws {
        var check = try GradientCheck()
        let inputs = [check.tensor([2, 3, 5])]
        #expect(check.mismatches(inputs) { $0[0].sum() }.isEmpty)
        #expect(check.mismatches(inputs) { $0[0].mean() }.isEmpty)
        for axis in [0, 1, 2, -1] {
            #expect(check.mismatches(inputs) { $0[0].sum(axis: axis) }.isEmpty, "axis \(axis)")
            #expect(check.mismatches(inputs) { $0[0].mean(axis: axis) }.isEmpty, "axis \(axis)")
            let others = (0..<3).filter { $0 != (axis < 0 ? axis + 3 : axis) }
            #expect(check.mismatches(inputs) { $0[0].sum(axes: others) }.isEmpty, "axis \(axis)")
        }
    }

    @Test func layout() throws {
        var check = try GradientCheck()
        let inputs = [check.tensor([2, 3, 5])]
        #expect(check.mismatches(inputs) { $0[0].reshaped(to: [5, 6]) }.isEmpty)
        #expect(check.mismatches(inputs) { $0[0].flattened() }.isEmpty)
        #expect(check.mismatches(inputs) { $0[0].transposed() }.isEmpty)
        for axis in [0, 1, 2, -1] {
            #expect(check.mismatches(inputs) { $0[0].sliced(axis: axis, 1..<2) }.isEmpty, "axis \(axis)")
            #expect(
                check.mismatches(inputs) { $0[0].padded(axis: axis, before: 1, after: 2) }.isEmpty,
                "axis \(axis)")
        }
        for axis in 0...3 {
            #expect(check.mismatches(inputs) { $0[0].repeated(4, alongNewAxis: axis) }.isEmpty, "axis \(axis)")
        }
    }

    @Test func reflectionPadding() throws {
        var check = try GradientCheck()
        let inputs = [check.tensor([2, 2, 3, 4])]
        for padding: Padding2d in [1, 2, Padding2d(top: 0, bottom: 2, left: 3, right: 1)] {
            #expect(check.mismatches(inputs) { $0[0].reflectionPadded(padding) }.isEmpty, "\(padding)")
        }
    }

    @Test func concatenation() throws {
        var check = try GradientCheck()
        for axis in 0...2 {
            let shape: Shape = [2, 3, 5]
            let inputs = [1, 4, 2].map { check.tensor(shape.replacing(axis: axis, with: $0)) }
            #expect(check.mismatches(inputs) { Tensor.concatenated($0, axis: axis) }.isEmpty, "axis \(axis)")
        }
    }
}
