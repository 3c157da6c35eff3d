import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletNN

/// Kernel selections that the goldens are checked with.
let kernelSelections = ["reference", "auto"]

/// A layer beside its input, so that gradients are computed for both.
final class Probe<Inner: Module>: Module {
    let input: Parameter
    let layer: Inner

    init(_ input: Tensor, _ layer: Inner) {
        self.input = Parameter(input)
        self.layer = layer
    }
}

/// Loads the case's weights into the layer, whose names they have, and returns what it computes from the case's input:
/// the output and the gradients of input and parameters.
func run<Inner: Module>(
    _ layer: Inner, _ golden: GoldenCase, mode: Pass.Mode = .training, in context: ComputeContext,
    _ apply: (Inner, Tensor) throws -> Tensor
) throws -> (output: Tensor, gradients: Gradients) {
    var state: [String: Tensor] = [:]
    for name in try layer.namedParameters().map(\.name) + layer.namedBuffers().map(\.name) {
        let isBuffer = golden.tensors["\(name)_before"] != nil
        state[name] = try golden.tensor(isBuffer ? "\(name)_before" : name, in: context)
    }
    try layer.load(state)
    let probe = Probe(try golden.tensor("input", in: context), layer)
    let outputGradient = (try golden.tensor("output_gradient", in: context))
    var output: Tensor?
    let (_, gradients) = try valueAndGradients(of: probe, mode: mode, random: RandomStream(seed: 1)) { pass in
        let result = try apply(layer, pass.tensor(of: probe.input))
        output = result.detached
        return (result * outputGradient).sum()
    }
    return (try #require(output), gradients)
}

/// Expects a layer to compute what PyTorch did: output, and gradients of input and every parameter.
func expectGolden<Inner: Module>(
    _ layer: Inner, _ golden: GoldenCase, mode: Pass.Mode = .training, in context: ComputeContext,
    _ apply: (Inner, Tensor) throws -> Tensor
) throws {
    let (output, gradients) = try run(layer, golden, mode: mode, in: context, apply)
    expectClose(output, try golden.golden("output"), "output")
    expectClose(
        try #require(gradients["input"]), try golden.golden("input_gradient"), "gradient of the input")
    for (name, _) in try layer.namedParameters() {
        let gradient = try #require(gradients["layer.\(name)"])
        expectClose(gradient, try golden.golden("\(name)_gradient"), "gradient of \(name)")
    }
}

/// As above, for a layer that maps one tensor to one.
func expectGolden(
    _ layer: some Layer, _ golden: GoldenCase, mode: Pass.Mode = .training, in context: ComputeContext
) throws {
    try expectGolden(layer, golden, mode: mode, in: context) { $0($1) }
}
