import SwiftletAutodiff
import SwiftletNN
import SwiftletTensor
import TestSupport
import Testing

@Suite("Losses and their gradients are those of PyTorch")
struct LossGoldenTests {
    /// What a loss depends on, as parameters.
    private final class Inputs: Module {
        let logits: Parameter?
        let input: Parameter?
        let first: Parameter?
        let second: Parameter?

        init(_ golden: GoldenCase, in context: ComputeContext) throws {
            func parameter(_ name: String) throws -> Parameter? {
                golden.tensors[name] == nil ? nil : Parameter(try golden.tensor(name, in: context))
            }
            logits = try parameter("logits")
            input = try parameter("input")
            first = try parameter("first")
            second = try parameter("second")
        }
    }

    @Test(arguments: try GoldenFile.cases("loss", in: .module), kernelSelections)
    func loss(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let inputs = try Inputs(golden, in: context)
        let (value, gradients) = try valueAndGradients(of: inputs, random: RandomStream(seed: 0)) { pass in
            func variable(_ parameter: Parameter?) throws -> Variable { pass.variable(try #require(parameter)) }
            switch golden.name.split(separator: ",").first {
            case "softmax cross-entropy":
                return try variable(inputs.logits).softmaxCrossEntropy(labels: golden.integers("labels", in: context))
            case "binary cross-entropy":
                return try variable(inputs.logits).binaryCrossEntropy(targets: golden.tensor("targets", in: context))
            case "mean squared error":
                return try variable(inputs.input).meanSquaredError(Variable(golden.tensor("targets", in: context)))
            default:
                return contrastiveLoss(
                    try variable(inputs.first), try variable(inputs.second),
                    same: try golden.tensor("same", in: context), margin: Float(try golden.option("margin")))
            }
        }
        expectClose(value.reshaped(to: [1]), try golden.golden("loss"), "loss")
        for (name, _) in try inputs.namedParameters() {
            expectClose(try #require(gradients[name]), try golden.golden("\(name)_gradient"), "gradient of \(name)")
        }
    }

    @Test("Two equal inputs have a finite contrastive gradient, whichever kind of pair they are")
    func contrastiveAtZeroDistance() throws {
        let context = try ComputeContext(threads: 1)
        let pair = Probe(Tensor([1, 2, 3, 4], shape: [2, 2], in: context), Flatten())
        let (value, gradients) = try valueAndGradients(of: pair, random: RandomStream(seed: 0)) { pass in
            contrastiveLoss(
                pass.variable(pair.input), Variable(pair.input.value), same: Tensor([1, 0], in: context), margin: 2)
        }
        #expect(abs(value.item - 2) < 1e-5)
        #expect(try #require(gradients["input"]).elements == [0, 0, 0, 0])
    }
}
