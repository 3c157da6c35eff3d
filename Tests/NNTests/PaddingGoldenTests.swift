import SwiftletNN
import SwiftletTensor
import TestSupport
import Testing

@Suite("Padding, of its own and before convolutions, is that of PyTorch")
struct PaddingGoldenTests {
    private func mode(_ golden: GoldenCase) throws -> String {
        String(try #require(golden.name.split(separator: " ").first))
    }

    @Test(arguments: try GoldenFile.cases("padding", in: .module))
    func padding(_ golden: GoldenCase) throws {
        let context = try ComputeContext(threads: 2)
        let (left, right) = (try golden.size("left"), try golden.size("right"))
        let layer: any Layer
        if let top = golden.options["top"], let bottom = golden.options["bottom"] {
            let padding = Padding2d(top: Int(top), bottom: Int(bottom), left: left, right: right)
            layer =
                switch try mode(golden) {
                case "zeros": ZeroPad2d(padding)
                case "reflect": ReflectionPad2d(padding)
                case "replicate": ReplicationPad2d(padding)
                default: CircularPad2d(padding)
                }
        } else {
            let padding = Padding1d(left: left, right: right)
            layer =
                switch try mode(golden) {
                case "zeros": ZeroPad1d(padding)
                case "reflect": ReflectionPad1d(padding)
                case "replicate": ReplicationPad1d(padding)
                default: CircularPad1d(padding)
                }
        }
        try expectGolden(layer, golden, in: context)
    }

    @Test(arguments: try GoldenFile.cases("padded-convolution", in: .module), kernelSelections)
    func convolution(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let mode = try #require(PaddingMode(rawValue: mode(golden)))
        if golden.name.hasSuffix("1d") {
            let layer = Conv1d(2, 3, kernelSize: 4, stride: 2, padding: 3, paddingMode: mode)
            try expectGolden(layer, golden, in: context)
        } else {
            let layer = Conv2d(
                2, 4, kernelSize: Size2D(height: 3, width: 2), padding: Size2D(height: 2, width: 1), groups: 2,
                paddingMode: mode)
            try expectGolden(layer, golden, in: context)
        }
    }

    @Test("The maximum over a padded convolution is that of its outputs", arguments: PaddingMode.allCases)
    func globalMaximum(_ mode: PaddingMode) throws {
        let context = try ComputeContext(threads: 1)
        var random = RandomStream(seed: 2)
        let layer = try Conv1d(2, 3, kernelSize: 3, padding: 2, paddingMode: mode).initialized(seed: 2, in: context)
        let input = Tensor.normal([2, 2, 5], using: &random, in: context)
        let expected = GlobalMaxPool()(layer(input)).elements
        let found = layer.globalMaxPool(input).elements
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 })
    }
}
