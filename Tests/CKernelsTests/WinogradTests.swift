import CKernels
import Testing

/// Winograd convolution on each gemm kernel, and the error bound that the registry states for it.
@Suite(.serialized) struct WinogradTests {
    private static let gemmVariants = Registry.runnable.filter { $0.operatorName == "gemm" }
    private let winograd = Registry.variants(of: "conv2d").first { $0.name == "winograd" }!
    private let transposed = Registry.variants(of: "conv_transpose2d").first { $0.name == "winograd" }!

    private static let shapes = [
        ConvolutionShape(batch: 3, inChannels: 32, outChannels: 35, size: [13, 39], kernel: [3, 3], padding: [1, 1]),
        ConvolutionShape(inChannels: 33, outChannels: 32, size: [12, 9], kernel: [3, 3], padding: [2, 0]),
        ConvolutionShape(batch: 1, inChannels: 150, outChannels: 40, size: [9, 10], kernel: [3, 3], padding: [1, 1]),
        ConvolutionShape(
            batch: 9, inChannels: 16, outChannels: 64, size: [16, 18], kernel: [4, 4], stride: [2, 2], padding: [1, 1]),
        ConvolutionShape(
            inChannels: 64, outChannels: 32, size: [14, 26], kernel: [4, 4], stride: [2, 2], padding: [0, 2]),
    ]

    /// Numbers of both signs, of one sign, and with most results of one sign: `TestValues.positive` adds up, so that
    /// the bound is measured against large sums as well.
    @Test(arguments: gemmVariants) func errorsStayBelowTheStatedBound(gemm: Variant) {
        let reference = KernelContext(kernels: "reference")
        for (shape, variant) in Self.shapes.flatMap({ [($0, winograd), ($0.transposed(), transposed)] }) {
            let contexts = Harness.Contexts(variant, beside: "gemm=\(gemm.name)")
            for pass in ConvolutionShape.Pass.allCases {
                let units = Agreement.roundings(terms: shape.terms(pass))
                let positive = shape.call(pass, .positive)
                let calls = [
                    shape.randomCall(pass, beta: 0),
                    positive.agreeing(.scaled(units: units, magnitudes: positive)),
                ]
                for failure in calls.flatMap({ Harness.failures($0, [contexts], reference: reference) }) {
                    Issue.record("gemm=\(gemm.name): \(failure.kind): \(failure)")
                }
            }
        }
    }

    /// The error of a result is bounded by the magnitudes of its tile: a large pixel is felt in the whole tile, but by
    /// no more than a few roundings of what it contributes somewhere.
    @Test(arguments: gemmVariants) func outliersCostRoundingsOfTheirMagnitude(gemm: Variant) {
        let outlier: Float = 4096
        let shape = Self.shapes[0]
        var call = shape.call(.forward, .uniform, bias: false)
        var magnitudes = shape.call(.forward, .magnitudes, bias: false)
        let input = call.operands.firstIndex { $0.name == "input" }!
        let plane = shape.size[0] * shape.size[1]
        for channel in 0..<shape.batch * shape.inChannels {
            call.operands[input].words[channel * plane + plane / 2] = outlier.bitPattern
        }
        magnitudes.operands[input].words = [UInt32](repeating: outlier.bitPattern, count: shape.inputCount)
        // The factor on the variant's error bound makes this 8 roundings.
        call = call.agreeing(.scaled(units: 8 / winograd.errorBound, magnitudes: magnitudes))
        let contexts = Harness.Contexts(winograd, beside: "gemm=\(gemm.name)")
        for failure in Harness.failures(call, [contexts], reference: KernelContext(kernels: "reference")) {
            Issue.record("gemm=\(gemm.name): \(failure.kind): \(failure)")
        }
    }

    /// Few channels, little work, other filters, strides, dilations, groups and paddings are left to other variants.
    @Test func automaticOnlyWhereItSuits() {
        func variant(_ change: (inout ConvolutionShape) -> Void) -> String? {
            var shape = ConvolutionShape(
                batch: 8, inChannels: 64, outChannels: 64, size: [16, 16], kernel: [3, 3], padding: [1, 1])
            change(&shape)
            let context = KernelContext()
            #expect(Harness.execute(shape.call(.forward, .uniform), in: context).status == CK_OK)
            return context.last("conv2d")
        }
        #expect(variant { _ in } == "winograd")
        #expect(variant { $0.inChannels = 63 } != "winograd")
        #expect(variant { $0.outChannels = 63 } != "winograd")
        #expect(variant { $0.batch = 3 } != "winograd")
        #expect(variant { ($0.batch, $0.size) = (64, [2, 2]) } != "winograd")
        #expect(variant { $0.kernel = [3, 5] } != "winograd")
        #expect(variant { $0.stride = [1, 2] } != "winograd")
        #expect(variant { $0.dilation = [2, 1] } != "winograd")
        #expect(variant { $0.groups = 2 } != "winograd")
        #expect(variant { $0.padding = [3, 1] } != "winograd")
    }

    /// Filters of 4 x 4 with stride 2 take as few channels of the image as make enough with all phases, in whole vectors; to
    /// an image they pay for whole tiles only.
    @Test func automaticWithStride2() {
        func variant(_ pass: ConvolutionShape.Pass = .forward, _ change: (inout ConvolutionShape) -> Void) -> String? {
            var shape = ConvolutionShape(
                batch: 16, inChannels: 64, outChannels: 64, size: [16, 16], kernel: [4, 4], stride: [2, 2],
                padding: [1, 1])
            change(&shape)
            let context = KernelContext()
            #expect(Harness.execute(shape.call(pass, .uniform), in: context).status == CK_OK)
            return context.last("conv2d")
        }
        #expect(variant { _ in } == "winograd")
        #expect(variant(.backwardData) { _ in } == "winograd")
        #expect(variant(.backwardWeights) { _ in } == "winograd")
        #expect(variant { $0.inChannels = 16 } == "winograd")
        #expect(variant { $0.inChannels = 15 } != "winograd")
        #expect(variant { $0.inChannels = 72 } != "winograd")
        #expect(variant { $0.outChannels = 48 } != "winograd")
        #expect(variant { $0.stride = [1, 1] } != "winograd")
        #expect(variant { $0.padding = [3, 1] } != "winograd")
        #expect(variant { $0.size = [14, 14] } == "winograd")
        #expect(variant(.backwardData) { $0.size = [14, 14] } != "winograd")
    }
}
