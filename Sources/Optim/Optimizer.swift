import SwiftletNN
import SwiftletTensor

/// Changes the parameters of a model by their gradients, in place, and keeps what it needs to know from step to step by
/// parameter name.
///
/// A subclass is its hyperparameters and one rule, `update`; the learning rate's schedule, parameter groups, and saving
/// and loading of the state are the same for all.
///
///     let optimizer = AdamW(
///         learningRate: .cosine(from: 2e-3, to: 0, steps: steps, warmup: 100), weightDecay: 0.05,
///         groups: [ParameterGroup("*.bias", "*.gamma", weightDecay: 0)])
///     optimizer.step(gradients)
open class Optimizer {
    /// The learning rate of each step, for parameters whose group has none of its own.
    public final var schedule: LearningRateSchedule
    /// The weight decay of parameters whose group has none of its own.
    public final var weightDecay: Float
    /// Parameters with other learning rates or weight decays; a parameter belongs to the first group that contains it.
    public final let groups: [ParameterGroup]
    /// The number of steps taken so far.
    public internal(set) final var stepCount = 0
    /// What is kept for each parameter, by its name.
    final var entries: [String: Entry] = [:]
    /// The names of `entries` in the order in which the parameters were first seen.
    final var names: [String] = []

    /// What is kept for one parameter.
    struct Entry {
        /// The index of its group.
        let group: Int?
        /// The number of steps in which it took part.
        var step = 0
        /// The names of the tensors in `state`.
        let stateNames: [String]
        /// The tensors; none before the first step.
        var state: [Tensor] = []
    }

    /// Creates an optimizer that has taken no step.
    public init(learningRate: LearningRateSchedule, weightDecay: Float = 0, groups: [ParameterGroup] = []) {
        schedule = learningRate
        self.weightDecay = weightDecay
        self.groups = groups
    }

    /// The learning rate of the next step, as the schedule has it; once set, the rate is constant.
    public final var learningRate: Float {
        get { schedule.rate(atStep: stepCount) }
        set { schedule = .constant(newValue) }
    }

    /// The names, in checkpoints, of the tensors that are kept for each parameter and have its shape.
    open var stateNames: [String] { [] }

    /// Returns the names of the tensors that are kept for one parameter, where that depends on the parameter.
    open func stateNames(of parameter: Parameter, named name: String) -> [String] { stateNames }

    /// Returns the number that all elements of a new state tensor have.
    open func initialValue(ofState name: String) -> Float { 0 }

    /// Changes a parameter and its state in place. `state` has a tensor for each of its names.
    open func update(_ parameter: inout Tensor, gradient: Tensor, state: inout [Tensor], _ step: ParameterStep) {
        fatalError("\(type(of: self)): an optimizer must override update(_:gradient:state:_:)")
    }

    /// Takes one step. Frozen parameters, and those without a gradient, stay as they are.
    public final func step(_ gradients: Gradients) {
        let standard = (rate: learningRate, decay: weightDecay)
        let ofGroups = groups.map { group in
            (
                rate: (group.learningRate?.rate(atStep: stepCount) ?? standard.rate) * group.learningRateFactor,
                decay: group.weightDecay ?? standard.decay
            )
        }
        stepCount += 1
        for (name, parameter, gradient) in gradients.entries where parameter.isTrainable {
            if entries[name] == nil { names.append(name) }
            update(parameter, gradient, &entries[name, default: newEntry(name, parameter)]) { group in
                group.map { ofGroups[$0] } ?? standard
            }
        }
    }

    private func update(
        _ parameter: Parameter, _ gradient: Tensor, _ entry: inout Entry,
        _ options: (_ group: Int?) -> (rate: Float, decay: Float)
    ) {
        entry.step += 1
        let (rate, decay) = options(entry.group)
        let step = ParameterStep(number: entry.step, learningRate: rate, weightDecay: decay)
        gradient.context.during(.update) {
            if entry.state.isEmpty {
                let (shape, context) = (parameter.value.shape, parameter.value.context)
                entry.state = entry.stateNames.map { .full(shape, initialValue(ofState: $0), in: context) }
            }
            update(&parameter.value, gradient: gradient, state: &entry.state, step)
        }
    }

    final func newEntry(_ name: String, _ parameter: Parameter) -> Entry {
        Entry(
            group: groups.firstIndex { $0.contains(name, parameter) },
            stateNames: stateNames(of: parameter, named: name))
    }
}

/// What an optimizer's rule is told about a step of one parameter.
public struct ParameterStep: Sendable {
    /// The number of the step, 1 for the first in which the parameter takes part.
    public let number: Int
    /// The learning rate of the parameter at this step.
    public let learningRate: Float
    /// The weight decay of the parameter.
    public let weightDecay: Float
}
