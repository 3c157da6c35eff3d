import SwiftletNN
import SwiftletTensor
import Testing

@Suite("Any number of threads computes the same bits")
struct ThreadBitsTests {
    /// Large enough that kernels divide the work among threads.
    private static let operations: [(name: String, shapes: [Shape], operation: @Sendable ([Tensor]) -> Tensor)] = [
        ("broadcast", [[37, 1, 301], [1, 53, 301]], { $0[0] * $0[1] }),
        ("divide", [[53, 1009], [53, 1]], { $0[0] / $0[1].exp() }),
        ("pow", [[97, 513], [513]], { ($0[0].abs() + 0.5).pow($0[1]) }),
        ("prod", [[301, 67, 11]], { ($0[0] + 1.5).prod(axes: [0, 2]) }),
        ("variance", [[301, 67, 11]], { $0[0].variance(axes: [0, 2]) }),
        ("logSumExp", [[67, 1009]], { $0[0].logSumExp(axis: 0) }),
        ("max", [[67, 13, 301]], { $0[0].max(axes: [0, 2]) }),
        ("cumsum", [[67, 1009]], { $0[0].cumsum(axis: 0) }),
        ("sorted", [[67, 1009]], { $0[0].sorted(axis: 0).values }),
        ("topK", [[67, 1009]], { $0[0].topK(7).values }),
        ("permuted", [[37, 53, 61]], { $0[0].permuted(2, 0, 1).squared() }),
        (
            "taken", [[301, 211]],
            { $0[0].taken(axis: 0, IntTensor((0..<997).map { Int32($0 * 7 % 301) }, in: $0[0].context)) }
        ),
        ("matmul", [[5, 67, 83], [5, 83, 71]], { $0[0].matmul($0[1]) }),
        ("einsum", [[37, 41, 43], [43, 37, 29]], { einsum("abc,cad->bd", $0[0], $0[1]) }),
        ("layerNorm", [[301, 257]], { $0[0].layerNorm(fromAxis: -1) }),
        ("rmsNorm", [[301, 257], [257]], { $0[0].rmsNorm(fromAxis: -1, weight: $0[1]) }),
        ("groupNorm", [[5, 12, 17, 19], [12], [12]], { $0[0].groupNorm(groups: 3, weight: $0[1], bias: $0[2]) }),
        ("erf", [[67, 1009]], { $0[0].erf() }),
        ("elu", [[67, 1009]], { $0[0].elu() }),
        ("interpolated", [[3, 5, 31, 37]], { $0[0].interpolated(to: .factor(1.7), .bilinear(alignsCorners: false)) }),
        ("adaptive", [[3, 5, 31, 37]], { $0[0].adaptiveMaxPool2d(to: 7) + $0[0].adaptiveAveragePool2d(to: 7) }),
    ]

    @Test(arguments: Self.operations.indices)
    func values(_ index: Int) throws {
        let (name, shapes, operation) = Self.operations[index]
        func run(_ threads: Int) throws -> [[UInt32]] {
            let context = try ComputeContext(threads: threads)
            var random = RandomStream(seed: 9)
            let inputs = shapes.map { Tensor.uniform($0, -1, 1, using: &random, in: context) }
            let (value, first) = valueAndGradients(at: inputs) { operation($0).squared().mean() }
            let second = gradients(at: inputs) { inputs in
                gradients(at: inputs) { operation($0).squared().mean() }.reduce(.scalar(0, in: context)) {
                    $0 + $1.sumOfSquares()
                }
            }
            return ([operation(inputs), value] + first + second).map { $0.elements.map(\.bitPattern) }
        }
        let expected = try run(1)
        for threads in [2, 3, 8] { #expect(try run(threads) == expected, "\(name) with \(threads) threads") }
    }
}
