import SwiftletTensor

extension Activation {
    /// The backward pass of an activation that an operator applied to its own result, from the output alone: a function
    /// from the gradient behind the activation to the one before it. Keeps nothing for the identity.
    func gradient(at output: Tensor) -> (Tensor) -> Tensor {
        guard let operation else { return { $0 } }
        return { operation.gradient(at: output, outputGradient: $0) }
    }
}
