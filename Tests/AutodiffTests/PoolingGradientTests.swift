import SwiftletTensor
import Testing

@Suite struct PoolingGradientTests {
    /// A window; the stride is by default its size.
    struct Window: Sendable {
        var kernelSize: Size2D
        var stride: Size2D?
        var padding: Size2D = 0
        var countsPadding = true
    }

    static let windows1d = [
        Window(kernelSize: 2), Window(kernelSize: 3, stride: 1, padding: 1),
        Window(kernelSize: 3, stride: 2, padding: 1, countsPadding: false), Window(kernelSize: 7),
    ]

    @Test(arguments: windows1d) func pool1d(_ window: Window) throws {
        var check = try GradientCheck()
        let inputs = [check.distinctTensor([2, 3, 7])]
        let (size, stride, padding) = (window.kernelSize.width, window.stride?.width, window.padding.width)
        #expect(check.mismatches(inputs) { $0[0].maxPool1d(size, stride: stride, padding: padding) }.isEmpty)
        let averages = check.mismatches(inputs) {
            $0[0].averagePool1d(size, stride: stride, padding: padding, countsPadding: window.countsPadding)
        }
        #expect(averages.isEmpty)
        guard size < 7 else { return }
        let dilated = check.mismatches(inputs) {
            $0[0].maxPool1d(size, stride: stride, padding: padding, dilation: 2)
        }
        #expect(dilated.isEmpty)
    }

    static let windows2d = [
        Window(kernelSize: 2), Window(kernelSize: 3, stride: 1, padding: 1),
        Window(kernelSize: Size2D(height: 2, width: 3), stride: 2, padding: 1, countsPadding: false),
        Window(kernelSize: Size2D(height: 5, width: 6)),
    ]

    @Test(arguments: windows2d) func pool2d(_ window: Window) throws {
        var check = try GradientCheck()
        let inputs = [check.distinctTensor([2, 2, 5, 6])]
        let (size, stride, padding) = (window.kernelSize, window.stride, window.padding)
        #expect(check.mismatches(inputs) { $0[0].maxPool2d(size, stride: stride, padding: padding) }.isEmpty)
        let averages = check.mismatches(inputs) {
            $0[0].averagePool2d(size, stride: stride, padding: padding, countsPadding: window.countsPadding)
        }
        #expect(averages.isEmpty)
        guard size.height < 5 else { return }
        let dilated = check.mismatches(inputs) {
            $0[0].maxPool2d(size, stride: stride, padding: padding, dilation: Size2D(height: 2, width: 1))
        }
        #expect(dilated.isEmpty)
    }

    @Test func global() throws {
        var check = try GradientCheck()
        for shape: Shape in [[3, 2, 7], [2, 3, 4, 3]] {
            let inputs = [check.distinctTensor(shape)]
            #expect(check.mismatches(inputs) { $0[0].globalMaxPool() }.isEmpty)
            #expect(check.mismatches(inputs) { $0[0].globalAveragePool() }.isEmpty)
        }
    }

    @Test func globalOverValidLengths() throws {
        var check = try GradientCheck()
        let inputs = [check.distinctTensor([3, 2, 7])]
        let lengths = IntTensor([7, 1, 4], shape: [3], in: check.context)
        #expect(check.mismatches(inputs) { $0[0].globalMaxPool(validLengths: lengths) }.isEmpty)
        #expect(check.mismatches(inputs) { $0[0].globalAveragePool(validLengths: lengths) }.isEmpty)
    }

    @Test(
        "The maximum over a convolution: the gradients of convolution and pool one after the other, and by differences",
        arguments: [Activation.identity, .relu, .leakyRelu(slope: 0.1)], [false, true])
    func convolutionMaximum(activation: Activation, isOverValidLengths: Bool) throws {
        var check = try GradientCheck()
        let inputs = [check.distinctTensor([3, 4, 8]), check.distinctTensor([6, 2, 3]), check.distinctTensor([6])]
        let lengths = isOverValidLengths ? IntTensor([4, 1, 2], shape: [3], in: check.context) : nil
        #expect(
            check.mismatches(inputs) {
                $0[0].conv1dGlobalMaxPool(
                    weight: $0[1], bias: $0[2], stride: 2, padding: 1, groups: 2, activation: activation,
                    validLengths: lengths)
            }.isEmpty)
        let joint = gradients(at: inputs) {
            $0[0].conv1dGlobalMaxPool(
                weight: $0[1], bias: $0[2], stride: 2, padding: 1, groups: 2, activation: activation,
                validLengths: lengths
            ).squared().sum()
        }
        let apart = gradients(at: inputs) {
            $0[0].conv1d(weight: $0[1], bias: $0[2], stride: 2, padding: 1, groups: 2, activation: activation)
                .globalMaxPool(validLengths: lengths).squared().sum()
        }
        for (joint, apart) in zip(joint, apart) {
            #expect(zip(joint.elements, apart.elements).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($1)) })
        }
    }
}
