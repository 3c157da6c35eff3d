import SwiftletNN
import SwiftletTensor
import TestSupport
import Testing

/// A layer beside its input, so that gradients are computed for both.
private final class Probe: Module {
    let input: Parameter
    let layer: any Layer

    init(_ input: Tensor, _ layer: any Layer) {
        self.input = Parameter(input)
        self.layer = layer
    }
}

@Suite("Layers without kernels of their own compute what PyTorch computes")
struct SmallLayerTests {
    private func layer(_ golden: GoldenCase) throws -> any Layer {
        let shape = Shape(try golden.golden("input").shape)
        let affine = golden.options["affine"] == 1
        let epsilon = golden.options["epsilon"].map { Float($0) }
        let momentum = golden.options["momentum"].map { Float($0) }
        switch golden.name.prefix(while: { $0 != "/" }) {
        case "rms_norm":
            let normalized: Shape = shape.rank == 4 ? [shape[2], shape[3]] : [shape[-1]]
            return RMSNorm(normalized, epsilon: epsilon ?? .ulpOfOne, affine: affine)
        case "instance_norm1d":
            return InstanceNorm1d(
                shape[1], epsilon: epsilon ?? 1e-5, momentum: momentum ?? 0.1, affine: affine,
                tracksRunningStatistics: momentum != nil)
        case "instance_norm2d":
            return InstanceNorm2d(
                shape[1], epsilon: epsilon ?? 1e-5, momentum: momentum ?? 0.1, affine: affine,
                tracksRunningStatistics: momentum != nil)
        case "prelu": return PReLU(try golden.size("count"))
        case "elu": return ELU(alpha: Float(try golden.option("alpha")))
        case "softmax": return Softmax(axis: try golden.size("axis"))
        case "log_softmax": return LogSoftmax(axis: try golden.size("axis"))
        case "identity": return Identity()
        case "pixel_shuffle": return PixelShuffle(try golden.size("factor"))
        default: throw UnknownFunction(name: golden.name)
        }
    }

    private func check(_ golden: GoldenCase, _ kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let layer = try layer(golden)
        var state: [String: Tensor] = [:]
        for (name, _) in try layer.namedParameters() { state[name] = try golden.tensor(name, in: context) }
        for (name, _) in try layer.namedBuffers() { state[name] = try golden.tensor("\(name)_before", in: context) }
        try layer.load(state)
        let input = try golden.tensor("input", in: context)
        let mode: Pass.Mode = golden.options["training"] == 0 ? .evaluation : .training
        let probe = Probe(input, layer)
        var output: Tensor?
        let (_, gradients) = try valueAndGradients(of: probe, mode: mode) { pass in
            let result = layer(probe.input(for: pass(input)))
            output = result.detached
            return (result * (try golden.tensor("output_gradient", in: context))).sum()
        }
        expectClose(try #require(output), try golden.golden("output"), "output")
        expectClose(try #require(gradients["input"]), try golden.golden("input_gradient"), "gradient of the input")
        for (name, _) in try layer.namedParameters() {
            let gradient = try #require(gradients["layer.\(name)"])
            expectClose(gradient, try golden.golden("\(name)_gradient"), "gradient of \(name)")
        }
        for (name, buffer) in try layer.namedBuffers() {
            expectClose(buffer.value, try golden.golden("\(name)_after"), name)
        }
        // Evaluation outside of a pass is that of a pass, and changes no statistics.
        if mode == .evaluation || golden.options["momentum"] == nil {
            #expect(layer(input).elements == output?.elements)
        }
    }

    @Test(arguments: try GoldenFile.cases("small-norm", in: .module), kernelSelections)
    func norms(_ golden: GoldenCase, kernels: String) throws { try check(golden, kernels) }

    @Test(arguments: try GoldenFile.cases("running-instance-norm", in: .module), kernelSelections)
    func runningStatistics(_ golden: GoldenCase, kernels: String) throws { try check(golden, kernels) }

    @Test(arguments: try GoldenFile.cases("small-layer", in: .module), kernelSelections)
    func others(_ golden: GoldenCase, kernels: String) throws { try check(golden, kernels) }

    @Test func wholeChannelsAreDropped() throws {
        let context = try ComputeContext(threads: 2)
        for (layer, rest) in [(Dropout1d(rate: 0.25), [5]), (Dropout2d(rate: 0.25), [3, 2])] as [(any Layer, [Int])] {
            let input = Tensor.ones(Shape([40, 25] + rest), in: context)
            let pass = Pass(.training, random: RandomStream(seed: 3))
            let dropped = layer(pass(input)).elements
            let positions = dropped.count / 1000
            let first = (0..<1000).map { dropped[$0 * positions] }
            #expect(dropped == first.flatMap { Array(repeating: $0, count: positions) })
            #expect(Set(first) == [0, 1 / 0.75])
            // Five standard deviations of the binomial distribution.
            #expect(abs(first.count { $0 == 0 } - 250) < 69)
            // A pass of its own with the same stream drops the same; a second call in one pass does not.
            #expect(layer(Pass(.training, random: RandomStream(seed: 3))(input)).elements == dropped)
            #expect(layer(pass(input)).elements != dropped)
            #expect(layer(input).elements == input.elements)
            #expect(layer(Pass(.evaluation)(input)).elements == input.elements)
        }
    }

    @Test func droppedChannelsHaveNoGradient() throws {
        let context = try ComputeContext(threads: 2)
        let probe = Probe(Tensor.ones([4, 8, 2, 3], in: context), Dropout2d(rate: 0.5))
        var output: Tensor?
        let (_, gradients) = try valueAndGradients(of: probe) { pass in
            let result = probe.layer(probe.input(for: pass(probe.input.value)))
            output = result.detached
            return result.sum()
        }
        #expect(gradients["input"]?.elements == output?.elements)
    }

    @Test func aRateOfOneDropsAllAndOneOfZeroNothing() throws {
        let context = try ComputeContext(threads: 1)
        let input = Tensor([[[1, 2], [3, 4]]], in: context)
        let pass = Pass(.training)
        #expect(Dropout1d(rate: 1)(pass(input)).elements == [0, 0, 0, 0])
        #expect(Dropout1d(rate: 0)(pass(input)).elements == input.elements)
    }
}
