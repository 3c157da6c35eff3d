import SwiftletAutodiff
import SwiftletTensor
import Testing

@Suite struct PoolingGradientTests {
    static let options1d = [
        Pool1dOptions(kernelSize: 2), Pool1dOptions(kernelSize: 3, stride: 1, padding: 1),
        Pool1dOptions(kernelSize: 3, stride: 2, padding: 1, countsPadding: false), Pool1dOptions(kernelSize: 7),
    ]

    @Test(arguments: options1d) func pool1d(_ options: Pool1dOptions) throws {
        var check = try GradientCheck()
        let inputs = [check.distinctTensor([2, 3, 7])]
        #expect(check.mismatches(inputs) { $0[0].maxPool1d(options) }.isEmpty)
        #expect(check.mismatches(inputs) { $0[0].averagePool1d(options) }.isEmpty)
        var dilated = options
        dilated.dilation = 2
        if options.kernelSize < 7 { #expect(check.mismatches(inputs) { $0[0].maxPool1d(dilated) }.isEmpty) }
    }

    static let options2d = [
        Pool2dOptions(kernelSize: 2), Pool2dOptions(kernelSize: 3, stride: 1, padding: 1),
        Pool2dOptions(kernelSize: Extent2d(height: 2, width: 3), stride: 2, padding: 1, countsPadding: false),
        Pool2dOptions(kernelSize: Extent2d(height: 5, width: 6)),
    ]

    @Test(arguments: options2d) func pool2d(_ options: Pool2dOptions) throws {
        var check = try GradientCheck()
        let inputs = [check.distinctTensor([2, 2, 5, 6])]
        #expect(check.mismatches(inputs) { $0[0].maxPool2d(options) }.isEmpty)
        #expect(check.mismatches(inputs) { $0[0].averagePool2d(options) }.isEmpty)
        var dilated = options
        dilated.dilation = Extent2d(height: 2, width: 1)
        if options.kernelSize.height < 5 { #expect(check.mismatches(inputs) { $0[0].maxPool2d(dilated) }.isEmpty) }
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
        let options = Convolution1dOptions(stride: 2, padding: 1, groups: 2)
        #expect(
            check.mismatches(inputs) {
                $0[0].conv1dGlobalMaxPool(
                    weight: $0[1], bias: $0[2], options, activation: activation, validLengths: lengths)
            }.isEmpty)
        func gradients(_ body: ([Variable]) -> Variable) -> [Tensor?] {
            let tape = Tape()
            let variables = inputs.map(tape.leaf)
            return tape.gradients(of: body(variables).squared().sum(), withRespectTo: variables)
        }
        let joint = gradients {
            $0[0].conv1dGlobalMaxPool(
                weight: $0[1], bias: $0[2], options, activation: activation, validLengths: lengths)
        }
        let apart = gradients {
            $0[0].conv1d(weight: $0[1], bias: $0[2], options, activation: activation)
                .globalMaxPool(validLengths: lengths)
        }
        for (joint, apart) in zip(joint, apart) {
            let (joint, apart) = (try #require(joint).elements, try #require(apart).elements)
            #expect(zip(joint, apart).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($1)) })
        }
    }
}
