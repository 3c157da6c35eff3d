import SwiftletNN
import SwiftletTensor
import Testing

private final class Net: Layer {
    let hidden = Linear(2, 3)
    let output = Linear(3, 1)

    func callAsFunction(_ input: Tensor) -> Tensor { output(hidden(input)) }
}

@Suite("Misuse of steps and gradients traps with a sentence")
struct MisuseTests {
    private func expect(
        _ result: ExitTest.Result?, _ sentence: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let errors = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(errors.contains(sentence), "\(errors)", sourceLocation: sourceLocation)
    }

    @Test func twoPassesCannotBeMixed() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let (first, second) = (Pass(.training), Pass(.training))
            _ = first(Tensor([1])) + second(Tensor([2]))
        }
        try expect(
            result, "an operator's inputs are part of two steps: a tensor of one enters another only as `detached`")
    }

    @Test func aTensorOfAnOpenStepIsNoInputOfAnother() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let (first, second) = (Pass(.training), Pass(.training))
            _ = second(first(Tensor([1])))
        }
        try expect(
            result, "the input of a step is part of another step: a tensor of one enters another only as `detached`")
    }

    @Test func aPassWithinAGradientThatBeganBefore() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let model = try Net().initialized(seed: 1)
            _ = try gradient(at: Tensor([[1, 2]])) { x in
                try valueAndGradients(of: model) { pass in model(pass(x)).sum() }.value
            }
        }
        try expect(result, "a tensor of one enters another only as `detached`")
    }

    @Test func aParameterWithoutAValueNamesItsPath() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let model = Net()
            _ = try model.namedParameters()
            _ = model(Tensor([[1, 2]]))
        }
        try expect(result, "'hidden.weight' of shape [3, 2] has no value yet: call initialized(seed:) or loaded(from:)")
    }

    @Test func aParameterOfAModelThatWasNeverWalked() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Net()(Tensor([[1, 2]]))
        }
        try expect(result, "a Parameter of shape [3, 2] has no value yet: call initialized(seed:) or loaded(from:)")
    }

    @Test func onlyAScalarHasAGradient() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = gradient(at: Tensor([1, 2])) { $0 * 2 }
        }
        try expect(result, "only a scalar has a gradient, not a tensor of shape [2]")
    }

    @Test func aLossOfAModelMustBeAScalar() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let model = try Net().initialized(seed: 1)
            _ = try valueAndGradients(of: model) { model($0(Tensor([[1, 2], [3, 4]]))) }
        }
        try expect(result, "only a scalar has a gradient, not a tensor of shape [2, 1]")
    }

    @Test func aLossOfAnotherOpenStepHasNoGradientHere() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let model = try Net().initialized(seed: 1)
            let other = Pass(.training)
            _ = try valueAndGradients(of: model) { _ in other(Tensor([1])).sum() }
        }
        try expect(result, "the loss is not part of the pass, so it has no gradients")
    }

    @Test func aLossOfNoStepHasNoGradient() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let model = try Net().initialized(seed: 1)
            _ = try valueAndGradients(of: model) { _ in model(Tensor([[1, 2]])).sum() }
        }
        try expect(
            result,
            "the loss is not part of the pass, so it has no gradients: hand its inputs to the pass, as in "
                + "model(pass(images))")
    }

    /// A tensor that outlives its step is a constant, in whatever step it enters.
    @Test func tensorsOfAFinishedStepAreConstants() throws {
        let context = try ComputeContext(threads: 1)
        let model = try Net().initialized(seed: 1, in: context)
        let x = Tensor([[1, 2]], in: context)
        var kept: Tensor?
        _ = try valueAndGradients(of: model) { pass in
            let output = model(pass(x))
            kept = output
            return output.sum()
        }
        let output = try #require(kept)
        #expect(!output.isTracked && output.pass == nil)
        let (value, gradients) = try valueAndGradients(of: model) { (model($0(x)) * output).sum() }
        #expect(value.item == output.item * output.item)
        #expect(gradients["output.bias"]?.elements == output.elements)
        #expect(gradient(at: x) { ($0.sum() * output).sum() }.elements == [output.item, output.item])
    }

    @Test func aClosureThatThrowsEndsItsStep() throws {
        struct Failure: Error {}
        let context = try ComputeContext(threads: 1)
        let x = Tensor([1, 2], in: context)
        var kept: Tensor?
        #expect(throws: Failure.self) {
            _ = try gradient(at: x) { x in
                kept = x.squared()
                throw Failure()
            }
        }
        #expect(kept?.isTracked == false)
        #expect(gradient(at: x) { ($0 * kept!).sum() }.elements == [1, 4])
    }

    @Test func penaltiesNameWhatIsWrong() async throws {
        let shapes = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = wassersteinGradientPenalty(real: .zeros([2, 3]), generated: .zeros([2, 4]), fractions: .zeros([2])) {
                $0
            }
        }
        try expect(
            shapes,
            "wassersteinGradientPenalty: expected examples [N, ...] of one shape and fractions [N], got [2, 3], "
                + "[2, 4] and [2]")
        let empty = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = r1Penalty(at: .zeros([0, 3])) { $0 }
        }
        try expect(empty, "r1Penalty: expected at least one example [N, ...], got the shape [0, 3]")
    }

    @Test func layersNameWhatIsWrong() async throws {
        let norm = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = InstanceNorm2d(3)(.zeros([1, 4, 2, 2]))
        }
        try expect(norm, "InstanceNorm2d: expected an input of 4 axes with 3 channels, got the shape [1, 4, 2, 2]")
        let shuffle = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = PixelShuffle(2)(.zeros([1, 6, 2, 2]))
        }
        try expect(
            shuffle, "PixelShuffle: expected an input [N, C, H, W] with a multiple of 4 channels, got [1, 6, 2, 2]")
        let slopes = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = try PReLU(3).initialized(seed: 1)(.zeros([2, 4]))
        }
        try expect(slopes, "PReLU: expected an input [N, 3, ...], got the shape [2, 4]")
        let dropout = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Dropout1d()(.zeros([2, 4]))
        }
        try expect(dropout, "Dropout1d: expected an input of 3 axes, got the shape [2, 4]")
    }
}
