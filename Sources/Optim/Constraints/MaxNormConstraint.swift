import SwiftletNN
import SwiftletTensor

/// Keeps the Euclidean norm of each row of some parameters at or below a maximum (Hinton et al. 2012; Kim 2014 uses 3
/// on the last layer). A row is what one index of the first axis holds: the weights of one output.
public struct MaxNormConstraint {
    /// The largest norm that a row may have.
    public let maximum: Float
    private let parameters: [Parameter]

    /// A constraint on the parameters of `model` that `names` lists. Throws `OptimizerError` for a name that is not
    /// there or a parameter without rows, and `ModuleError` if the model is not well formed.
    public init(_ maximum: Float, on names: [String], of model: some Module) throws {
        guard maximum > 0, maximum.isFinite else {
            throw OptimizerError(description: "the largest norm of a row must be above 0, got \(maximum)")
        }
        let known = try model.namedParameters()
        self.maximum = maximum
        parameters = try names.map { name in
            guard let parameter = known.first(where: { $0.name == name })?.parameter else {
                let list = known.map(\.name).joined(separator: ", ")
                throw OptimizerError(description: "there is no parameter '\(name)' to constrain; there are \(list)")
            }
            guard parameter.value.shape.rank >= 2 else {
                throw OptimizerError(
                    description: "the parameter '\(name)' of shape \(parameter.value.shape) has no rows to constrain")
            }
            return parameter
        }
    }

    /// Scales the rows that are too long; to be called after each step of the optimizer.
    public func apply() {
        for parameter in parameters where parameter.isTrainable { parameter.value.limitRowNorms(to: maximum) }
    }
}
