import SwiftletNN
import SwiftletTensor
import TestSupport
import Testing

@Suite("Pooling layers compute what PyTorch computes")
struct PoolingGoldenTests {
    @Test(arguments: try GoldenFile.cases("max-pool1d", in: .module), kernelSelections)
    func maxPool1d(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let layer = MaxPool1d(
            try golden.size("kernel"), stride: try golden.size("stride"), padding: try golden.size("padding"),
            dilation: try golden.size("dilation"))
        try expectGolden(layer, golden, in: context)
    }

    @Test(arguments: try GoldenFile.cases("max-pool2d", in: .module), kernelSelections)
    func maxPool2d(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let layer = MaxPool2d(
            try golden.extent("kernel"), stride: try golden.extent("stride"), padding: try golden.extent("padding"),
            dilation: try golden.extent("dilation"))
        try expectGolden(layer, golden, in: context)
    }

    @Test(arguments: try GoldenFile.cases("average-pool1d", in: .module), kernelSelections)
    func averagePool1d(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let layer = AveragePool1d(
            try golden.size("kernel"), stride: try golden.size("stride"), padding: try golden.size("padding"),
            countsPadding: try golden.option("count_include_padding") == 1)
        try expectGolden(layer, golden, in: context)
    }

    @Test(arguments: try GoldenFile.cases("average-pool2d", in: .module), kernelSelections)
    func averagePool2d(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let layer = AveragePool2d(
            try golden.extent("kernel"), stride: try golden.extent("stride"), padding: try golden.extent("padding"),
            countsPadding: try golden.option("count_include_padding") == 1)
        try expectGolden(layer, golden, in: context)
    }

    @Test(arguments: try GoldenFile.cases("global-pool", in: .module), kernelSelections)
    func globalPool(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let isMaximum = golden.name.hasPrefix("global max")
        guard golden.tensors["valid_lengths"] != nil else {
            let layer: any Layer = isMaximum ? GlobalMaxPool() : GlobalAveragePool()
            return try expectGolden(layer, golden, in: context)
        }
        let lengths = try golden.integers("valid_lengths", in: context)
        if isMaximum {
            try expectGolden(GlobalMaxPool(), golden, in: context) { $0($1, validLengths: lengths) }
        } else {
            try expectGolden(GlobalAveragePool(), golden, in: context) { $0($1, validLengths: lengths) }
        }
    }
}
