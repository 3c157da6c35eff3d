import SwiftletTensor
import Testing

@Suite struct NormalizationGradientTests {
    @Test func standardizedRows() throws {
        var check = try GradientCheck()
        #expect(check.mismatches([check.tensor([3, 7])]) { $0[0].standardized(epsilon: 0.01) }.isEmpty)
    }

    @Test func layerNorm() throws {
        var check = try GradientCheck()
        let inputs = [check.tensor([3, 2, 5]), check.tensor([2, 5]), check.tensor([2, 5])]
        #expect(check.mismatches(inputs) { $0[0].layerNorm(fromAxis: 1, weight: $0[1], bias: $0[2]) }.isEmpty)
        #expect(check.mismatches([inputs[0]]) { $0[0].layerNorm(fromAxis: -1) }.isEmpty)
    }

    @Test func groupNorm() throws {
        var check = try GradientCheck()
        let inputs = [check.tensor([2, 4, 6]), check.tensor([4]), check.tensor([4])]
        #expect(check.mismatches(inputs) { $0[0].groupNorm(groups: 2, weight: $0[1], bias: $0[2]) }.isEmpty)
        #expect(check.mismatches([inputs[0]]) { $0[0].groupNorm(groups: 4) }.isEmpty)
    }

    @Test("Rows have mean 0 and variance 1, however far from 0 they lie")
    func moments() throws {
        let context = try ComputeContext(threads: 2)
        let rows = Tensor((0..<12).map { 1000 + Float($0 * $0) }, shape: [2, 6], in: context)
        let output = rows.standardized(epsilon: 0)
        for mean in output.mean(axis: 1).elements { #expect(abs(mean) < 1e-5) }
        for square in output.sumOfSquares(axis: 1).elements { #expect(abs(square / 6 - 1) < 1e-5) }
    }
}
