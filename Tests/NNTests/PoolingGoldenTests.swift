import SwiftletAutodiff
import SwiftletNN
import SwiftletTensor
import TestSupport
import Testing

@Suite("Pooling layers compute what PyTorch computes")
struct PoolingGoldenTests {
    @Test(arguments: try GoldenFile.cases("max-pool1d", in: .module), kernelSelections)
    func maxPool1d(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        var options = try options1d(golden)
        options.dilation = try golden.size("dilation")
        try expectGolden(MaxPool1d(options), golden, in: context)
    }

    @Test(arguments: try GoldenFile.cases("max-pool2d", in: .module), kernelSelections)
    func maxPool2d(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        var options = try options2d(golden)
        options.dilation = try golden.extent("dilation")
        try expectGolden(MaxPool2d(options), golden, in: context)
    }

    @Test(arguments: try GoldenFile.cases("average-pool1d", in: .module), kernelSelections)
    func averagePool1d(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        var options = try options1d(golden)
        options.countsPadding = try golden.option("count_include_padding") == 1
        try expectGolden(AveragePool1d(options), golden, in: context)
    }

    @Test(arguments: try GoldenFile.cases("average-pool2d", in: .module), kernelSelections)
    func averagePool2d(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        var options = try options2d(golden)
        options.countsPadding = try golden.option("count_include_padding") == 1
        try expectGolden(AveragePool2d(options), golden, in: context)
    }

    private func options1d(_ golden: GoldenCase) throws -> Pool1dOptions {
        Pool1dOptions(
            kernelSize: try golden.size("kernel"), stride: try golden.size("stride"),
            padding: try golden.size("padding"))
    }

    private func options2d(_ golden: GoldenCase) throws -> Pool2dOptions {
        Pool2dOptions(
            kernelSize: try golden.extent("kernel"), stride: try golden.extent("stride"),
            padding: try golden.extent("padding"))
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
            try expectGolden(GlobalMaxPool(), golden, in: context) { $0($1, validLengths: lengths, $2) }
        } else {
            try expectGolden(GlobalAveragePool(), golden, in: context) { $0($1, validLengths: lengths, $2) }
        }
    }
}
