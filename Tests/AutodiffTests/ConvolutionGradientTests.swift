import SwiftletTensor
import Testing

@Suite struct ConvolutionGradientTests {
    /// Sizes and options in one dimension: channels are per group.
    struct Case1d: Sendable, CustomTestStringConvertible {
        var batch = 2
        var channels = 2
        var filters = 3
        var length = 7
        var kernel = 3
        var stride = 1
        var padding = 0
        var dilation = 1
        var groups = 1
        var testDescription: String {
            "length \(length), kernel \(kernel), stride \(stride), padding \(padding), dilation \(dilation), "
                + "groups \(groups)"
        }
    }

    static let cases1d = [
        Case1d(), Case1d(batch: 1, channels: 1, filters: 1, length: 1, kernel: 1),
        Case1d(length: 5, kernel: 5), Case1d(length: 11, stride: 2, padding: 1),
        Case1d(length: 11, stride: 3, padding: 2, dilation: 2),
        Case1d(channels: 1, filters: 2, padding: 1, groups: 3),
        Case1d(channels: 2, filters: 2, length: 8, kernel: 2, stride: 2, dilation: 3, groups: 2),
    ]

    @Test(arguments: cases1d) func conv1d(_ sizes: Case1d) throws {
        var check = try GradientCheck()
        let (groups, filters) = (sizes.groups, sizes.filters * sizes.groups)
        let inputs = [
            check.tensor([sizes.batch, sizes.channels * groups, sizes.length]),
            check.tensor([filters, sizes.channels, sizes.kernel]), check.tensor([filters]),
        ]
        let found = check.mismatches(inputs) {
            $0[0].conv1d(
                weight: $0[1], bias: $0[2], stride: sizes.stride, padding: sizes.padding, dilation: sizes.dilation,
                groups: groups)
        }
        #expect(found.isEmpty)
        let foundWithoutBias = check.mismatches(Array(inputs[..<2])) {
            $0[0].conv1d(
                weight: $0[1], stride: sizes.stride, padding: sizes.padding, dilation: sizes.dilation, groups: groups,
                activation: .tanh)
        }
        #expect(foundWithoutBias.isEmpty)
    }

    @Test(arguments: cases1d) func convTranspose1d(_ sizes: Case1d) throws {
        var check = try GradientCheck()
        let (groups, filters) = (sizes.groups, sizes.filters * sizes.groups)
        let inputs = [
            check.tensor([sizes.batch, sizes.channels * groups, sizes.length]),
            check.tensor([sizes.channels * groups, sizes.filters, sizes.kernel]), check.tensor([filters]),
        ]
        let found = check.mismatches(inputs) {
            $0[0].convTranspose1d(
                weight: $0[1], bias: $0[2], stride: sizes.stride, padding: sizes.padding,
                outputPadding: sizes.stride > 1 ? 1 : 0, dilation: sizes.dilation, groups: groups)
        }
        #expect(found.isEmpty)
    }

    /// Sizes and options in two dimensions: channels are per group.
    struct Case2d: Sendable, CustomTestStringConvertible {
        var batch = 2
        var channels = 2
        var filters = 3
        var input = Size2D(height: 5, width: 4)
        var kernel = Size2D(height: 2, width: 3)
        var stride: Size2D = 1
        var padding: Size2D = 0
        var dilation: Size2D = 1
        var groups = 1
        var testDescription: String {
            "input \(input), kernel \(kernel), stride \(stride), padding \(padding), dilation \(dilation), "
                + "groups \(groups)"
        }
    }

    static let cases2d = [
        Case2d(), Case2d(batch: 1, channels: 1, filters: 1, input: 1, kernel: 1), Case2d(input: 4, kernel: 1),
        Case2d(input: 3, kernel: 3),
        Case2d(stride: Size2D(height: 2, width: 1), padding: Size2D(height: 0, width: 2)),
        Case2d(
            input: Size2D(height: 7, width: 6), kernel: 3,
            stride: 2, padding: 2, dilation: Size2D(height: 2, width: 1)),
        Case2d(channels: 1, filters: 2, padding: 1, groups: 3),
        Case2d(filters: 2, stride: 2, padding: 1, groups: 2),
    ]

    @Test(arguments: cases2d) func conv2d(_ sizes: Case2d) throws {
        var check = try GradientCheck()
        let (groups, filters) = (sizes.groups, sizes.filters * sizes.groups)
        let inputs = [
            check.tensor([sizes.batch, sizes.channels * groups, sizes.input.height, sizes.input.width]),
            check.tensor([filters, sizes.channels, sizes.kernel.height, sizes.kernel.width]), check.tensor([filters]),
        ]
        let found = check.mismatches(inputs) {
            $0[0].conv2d(
                weight: $0[1], bias: $0[2], stride: sizes.stride, padding: sizes.padding, dilation: sizes.dilation,
                groups: groups)
        }
        #expect(found.isEmpty)
    }

    @Test(arguments: cases2d) func convTranspose2d(_ sizes: Case2d) throws {
        var check = try GradientCheck()
        let (groups, filters) = (sizes.groups, sizes.filters * sizes.groups)
        let inputs = [
            check.tensor([sizes.batch, sizes.channels * groups, sizes.input.height, sizes.input.width]),
            check.tensor([sizes.channels * groups, sizes.filters, sizes.kernel.height, sizes.kernel.width]),
            check.tensor([filters]),
        ]
        let found = check.mismatches(inputs) {
            $0[0].convTranspose2d(
                weight: $0[1], bias: $0[2], stride: sizes.stride, padding: sizes.padding,
                outputPadding: sizes.stride == 2 ? Size2D(height: 1, width: 0) : 0, dilation: sizes.dilation,
                groups: groups)
        }
        #expect(found.isEmpty)
    }

    /// The backward pass through a fused activation starts from the output alone.
    @Test(arguments: MatmulGradientTests.activations) func fusedActivation(_ activation: Activation) throws {
        var check = try GradientCheck()
        let hasKink = activation == .relu || activation == .leakyRelu(slope: 0.2)
        let bias = hasKink ? Tensor([30, -30], in: check.context) : check.tensor([2])
        let image = [check.tensor([2, 3, 4, 5]), check.tensor([2, 3, 2, 2], in: -0.5...0.5), bias]
        let found2d = check.mismatches(image) { $0[0].conv2d(weight: $0[1], bias: $0[2], activation: activation) }
        #expect(found2d.isEmpty)
        let transposed = [image[0], check.tensor([3, 2, 2, 2], in: -0.5...0.5), bias]
        let foundTransposed2d = check.mismatches(transposed) {
            $0[0].convTranspose2d(weight: $0[1], bias: $0[2], activation: activation)
        }
        #expect(foundTransposed2d.isEmpty)
        let sequence = [check.tensor([2, 3, 6]), check.tensor([2, 3, 2], in: -0.5...0.5), bias]
        let found1d = check.mismatches(sequence) { $0[0].conv1d(weight: $0[1], bias: $0[2], activation: activation) }
        #expect(found1d.isEmpty)
        let transposed1d = [sequence[0], check.tensor([3, 2, 2], in: -0.5...0.5), bias]
        let foundTransposed1d = check.mismatches(transposed1d) {
            $0[0].convTranspose1d(weight: $0[1], bias: $0[2], activation: activation)
        }
        #expect(foundTransposed1d.isEmpty)
    }
}
