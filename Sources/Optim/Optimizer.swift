import SwiftletNN
import SwiftletTensor

/// Changes the parameters of a model by their gradients, in place, and keeps what it needs to know from step to step by
/// parameter name.
public protocol Optimizer: AnyObject {
    /// Step size; a schedule sets it before each step.
    var learningRate: Float { get set }

    /// Steps taken so far.
    var stepCount: Int { get }

    /// What a checkpoint must hold to go on from here.
    var state: OptimizerState { get }

    /// Takes one step. Frozen parameters, and those without a gradient, stay as they are.
    func step(_ gradients: Gradients)

    /// Goes on from a saved state of an optimizer of the same kind and options that worked on `model`; all or nothing.
    ///
    /// Throws `OptimizerError` with every tensor that is missing, unexpected or of the wrong shape.
    func load(_ state: OptimizerState, for model: some Module) throws
}

/// What an optimizer remembers.
public struct OptimizerState {
    /// Steps taken.
    public var stepCount: Int
    /// Tensors by parameter and purpose, as in `output.weight.first_moment`. `output.weight.step` counts the steps in
    /// which this parameter took part.
    public var tensors: [(name: String, value: Tensor)]

    /// A state from its parts.
    public init(stepCount: Int, tensors: [(name: String, value: Tensor)]) {
        self.stepCount = stepCount
        self.tensors = tensors
    }
}

/// A choice or state of an optimizer that cannot be, in one sentence.
public struct OptimizerError: Error, CustomStringConvertible, Equatable {
    /// What was wrong and what was expected.
    public let description: String
}
