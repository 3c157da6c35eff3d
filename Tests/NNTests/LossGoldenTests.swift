import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletNN

@Suite("Losses and their gradients are those of PyTorch")
struct LossGoldenTests {
    /// What a loss depends on, as parameters.
    private final class Inputs: Module {
        let logits: Parameter?
        let input: Parameter?
        let target: Parameter?
        let first: Parameter?
        let second: Parameter?
        let anchor: Parameter?
        let positive: Parameter?
        let negative: Parameter?

        init(_ golden: GoldenCase, in context: ComputeContext) throws {
            func parameter(_ name: String) throws -> Parameter? {
                golden.tensors[name] == nil ? nil : Parameter(try golden.tensor(name, in: context))
            }
            logits = try parameter("logits")
            input = try parameter("input")
            target = try parameter("target")
            first = try parameter("first")
            second = try parameter("second")
            anchor = try parameter("anchor")
            positive = try parameter("positive")
            negative = try parameter("negative")
        }
    }

    @Test(arguments: try GoldenFile.cases("loss", in: .module), kernelSelections)
    func loss(_ golden: GoldenCase, kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        let inputs = try Inputs(golden, in: context)
        let (value, gradients) = try valueAndGradients(of: inputs, random: RandomStream(seed: 0)) { pass in
            func operand(_ parameter: Parameter?) throws -> Tensor { pass.tensor(of: try #require(parameter)) }
            func option(_ name: String) throws -> Float { Float(try golden.option(name)) }
            switch golden.name.split(separator: ",").first {
            case "softmax cross-entropy":
                return try operand(inputs.logits).softmaxCrossEntropy(labels: golden.integers("labels", in: context))
            case "smoothed cross-entropy":
                return try operand(inputs.logits).softmaxCrossEntropy(
                    labels: golden.integers("labels", in: context), labelSmoothing: option("label_smoothing"))
            case "binary cross-entropy":
                return try operand(inputs.logits).binaryCrossEntropy(targets: golden.tensor("targets", in: context))
            case "probability cross-entropy":
                return try operand(inputs.input).binaryCrossEntropyOfProbabilities(
                    targets: golden.tensor("targets", in: context))
            case "mean squared error":
                return try operand(inputs.input).meanSquaredError(golden.tensor("targets", in: context))
            case "absolute error": return try operand(inputs.input).meanAbsoluteError(operand(inputs.target))
            case "huber": return try operand(inputs.input).huberLoss(operand(inputs.target), delta: option("delta"))
            case "smooth l1":
                return try operand(inputs.input).smoothL1Loss(operand(inputs.target), beta: option("beta"))
            case "triplet margin":
                return tripletMarginLoss(
                    anchor: try operand(inputs.anchor), positive: try operand(inputs.positive),
                    negative: try operand(inputs.negative), margin: try option("margin"))
            case "info nce":
                return infoNCELoss(
                    queries: try operand(inputs.first), keys: try operand(inputs.second),
                    temperature: try option("temperature"))
            default:
                return contrastiveLoss(
                    try operand(inputs.first), try operand(inputs.second),
                    same: try golden.tensor("same", in: context), margin: try option("margin"))
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
                pass.tensor(of: pair.input), pair.input.value, same: Tensor([1, 0], in: context), margin: 2)
        }
        #expect(abs(value.item - 2) < 1e-5)
        #expect(try #require(gradients["input"]).elements == [0, 0, 0, 0])
    }
}
