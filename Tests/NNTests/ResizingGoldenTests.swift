import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletNN

@Suite("Adaptive pooling and upsampling are those of PyTorch")
struct ResizingGoldenTests {
    @Test(arguments: try GoldenFile.cases("adaptive-pool", in: .module), kernelSelections)
    func adaptivePool(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let isMaximum = golden.name.hasPrefix("max")
        let layer: any Layer
        if let length = golden.options["length"].map({ Int($0) }) {
            layer = isMaximum ? AdaptiveMaxPool1d(length) : AdaptiveAveragePool1d(length)
        } else {
            let size = try golden.extent("size")
            layer = isMaximum ? AdaptiveMaxPool2d(size) : AdaptiveAveragePool2d(size)
        }
        try expectGolden(layer, golden, in: context)
    }

    @Test(arguments: try GoldenFile.cases("upsample", in: .module), kernelSelections)
    func upsample(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let interpolation: Interpolation =
            golden.name.hasPrefix("nearest")
            ? .nearest : .bilinear(alignsCorners: golden.name.hasPrefix("bilinear corners"))
        let layer =
            if let factor = golden.options["scale_factor"] {
                Upsample(scaleFactor: factor, interpolation)
            } else {
                Upsample(size: try golden.extent("size"), interpolation)
            }
        try expectGolden(layer, golden, in: context)
    }

    @Test("Of equal values the first one has the gradient, in windows that overlap too")
    func ties() throws {
        let context = try ComputeContext(threads: 1)
        let probe = Probe(.ones([1, 1, 3, 5], in: context), AdaptiveMaxPool2d(2))
        let (_, gradients) = try valueAndGradients(of: probe, random: RandomStream(seed: 0)) { pass in
            probe.layer(pass.tensor(of: probe.input)).sum()
        }
        // Windows: rows 0 ..< 2 and 1 ..< 3, columns 0 ..< 3 and 2 ..< 5.
        #expect(try #require(gradients["input"]).elements == [1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0])
    }
}
