import SwiftletNN
import SwiftletTensor

/// A running average of a model's trainable parameters over the steps of training, which is often better and always
/// steadier than the last step's parameters (Polyak and Juditsky 1992).
///
/// average = d * average + (1 - d) * parameter after each step, with d = min(decay, (1 + n) / (10 + n)) at step n, so
/// that the first steps are soon forgotten.
public final class ExponentialMovingAverage {
    /// How slowly old values are forgotten, in 0 ..< 1.
    public let decay: Float
    /// Steps averaged so far.
    public private(set) var stepCount = 0
    private let names: [String]
    private let parameters: [Parameter]
    /// In the order of the parameters, and apart from them: an element of a tuple would be copied before it is changed.
    private var averages: [Tensor]

    /// Begins with the parameters as they are. Throws `ModuleError` if the model is not well formed.
    public init(decay: Float, of model: some Module) throws {
        require(decay >= 0 && decay < 1, "the decay of an average must be in 0 ..< 1, got \(decay)")
        self.decay = decay
        let trainable = try model.namedParameters().filter(\.parameter.isTrainable)
        names = trainable.map(\.name)
        parameters = trainable.map(\.parameter)
        averages = parameters.map(\.value)
    }

    /// Takes the current parameters into the average; to be called after each step of the optimizer.
    public func update() {
        stepCount += 1
        let current = min(decay, Float(1 + stepCount) / Float(10 + stepCount))
        for index in averages.indices {
            averages[index].lerp(parameters[index].value, weight: 1 - current)
        }
    }

    /// Calls `body` while the model has the averaged parameters, then puts the others back.
    public func withAverages<Result>(_ body: () throws -> Result) rethrows -> Result {
        exchange()
        defer { exchange() }
        return try body()
    }

    /// What a checkpoint must hold to resume from here: the averages by their parameters' names.
    public var state: OptimizerState {
        OptimizerState(stepCount: stepCount, tensors: zip(names, averages).map { ($0, $1) })
    }

    /// Resumes from a saved state of an average over the same model. Throws `OptimizerError` unless it has each parameter's
    /// average and no other.
    public func load(_ state: OptimizerState) throws {
        guard state.tensors.map(\.name) == names,
            zip(state.tensors, averages).allSatisfy({ $0.value.shape == $1.shape })
        else {
            throw OptimizerError(description: "the saved averages are not those of this model's parameters")
        }
        averages = zip(state.tensors, averages).map { $0.value.moved(to: $1.context) }
        stepCount = state.stepCount
    }

    private func exchange() {
        for index in averages.indices { swap(&averages[index], &parameters[index].value) }
    }
}
