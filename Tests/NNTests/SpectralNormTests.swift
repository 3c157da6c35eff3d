import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletNN

@Suite("Spectral norm")
struct SpectralNormTests {
    @Test("Outputs, gradients and vectors are those of PyTorch", arguments: try Self.cases("linear"), kernelSelections)
    func linear(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        try expect(Linear(5, 3, spectralNorm: true), golden, in: context)
    }

    @Test("Those of a convolution too", arguments: try Self.cases("conv2d"), kernelSelections)
    func conv2d(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let layer = Conv2d(2, 3, kernelSize: 4, stride: 2, padding: 1, spectralNorm: true)
        try expect(layer, golden, in: context)
    }

    private static func cases(_ name: String) throws -> [GoldenCase] {
        try GoldenFile.cases("spectral-norm", prefix: name, in: .module)
    }

    private func expect(_ layer: some Layer, _ golden: GoldenCase, in context: ComputeContext) throws {
        let mode: Pass.Mode = try golden.option("training") == 1 ? .training : .evaluation
        try expectGolden(layer, golden, mode: mode, in: context)
        for (name, buffer) in try layer.namedBuffers() {
            expectClose(buffer.value, try golden.golden("\(name)_after"), name)
        }
    }

    @Test("After some rounds the largest singular value of the weight is 1")
    func largestSingularValue() throws {
        let context = try ComputeContext(threads: 1)
        // A matrix with the singular values 6, 2 and 1: rows of a rotation, scaled.
        let weight = Tensor([3.6, -4.8, 0, 1.6, 1.2, 0, 0, 0, 1], shape: [3, 3], in: context)
        let norm = try SpectralNorm(of: weight.shape).initialized(seed: 7, in: context)
        norm.iterate(on: weight)
        let normalized = norm(Pass(.training)(weight))
        for (value, expected) in zip(normalized.elements, weight.elements) { #expect(abs(value - expected / 6) < 1e-5) }
    }

    @Test("A weight of zeros stays one, and its vectors stay finite")
    func zeros() throws {
        let context = try ComputeContext(threads: 1)
        let weight = Tensor.zeros([2, 3], in: context)
        let norm = try SpectralNorm(of: weight.shape).initialized(seed: 7, in: context)
        norm.iterate(on: weight)
        let values = norm.u.value.elements + norm.v.value.elements
        #expect(values.allSatisfy { $0.isFinite })
    }
}
