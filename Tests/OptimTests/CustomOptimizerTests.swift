import SwiftletNN
import SwiftletOptim
import SwiftletTensor
import Testing

/// Momentum as a user of the library would write it.
private final class PlainMomentum: Optimizer {
    override var stateNames: [String] { ["velocity"] }

    override func update(
        _ parameter: inout Tensor, gradient: Tensor, state: inout [Tensor], _ step: ParameterStep
    ) {
        state[0].scale(by: 0.9)
        state[0].add(gradient, scaledBy: 1)
        parameter.add(state[0], scaledBy: -step.learningRate)
    }
}

@Suite struct CustomOptimizerTests {
    @Test("A subclass with a rule of its own has schedules, groups and states as the others do")
    func subclass() throws {
        let context = try ComputeContext(threads: 1)
        let (pair, other) = (
            Pair(.ones([3], in: context), .ones([2], in: context)),
            Pair(.ones([3], in: context), .ones([2], in: context))
        )
        let schedule = LearningRateSchedule.linear(from: 0.5, to: 0, steps: 4)
        let groups = [ParameterGroup("second", learningRateFactor: 0.5)]
        let (first, second) = (
            PlainMomentum(learningRate: schedule, groups: groups),
            SGD(learningRate: schedule, momentum: 0.9, groups: groups)
        )
        for step in 0..<4 {
            let gradient = Tensor([1, -2, Float(step)], in: context)
            let small = Tensor([0.5, Float(step)], in: context)
            first.step(try pair.gradients(gradient, small))
            second.step(try other.gradients(gradient, small))
            for (one, two) in zip(pair.elements.joined(), other.elements.joined()) { #expect(abs(one - two) < 1e-6) }
        }
        #expect(
            first.state.tensors.map(\.name) == ["first.velocity", "first.step", "second.velocity", "second.step"])
        let resumed = PlainMomentum(learningRate: schedule)
        try resumed.load(first.state, for: pair)
        #expect(resumed.stepCount == 4)
    }
}
