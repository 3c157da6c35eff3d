import SwiftletTensor

/// A tensor of a model that training changes.
public final class Parameter {
    /// The current value; optimizers replace it.
    public var value: Tensor
    /// Whether gradients are computed for it. A frozen parameter is part of the model and its checkpoints.
    public var isTrainable: Bool

    /// A parameter with its initial value.
    public init(_ value: Tensor, isTrainable: Bool = true) {
        self.value = value
        self.isTrainable = isTrainable
    }
}

/// A tensor of a model that is kept with it but not trained by gradients, such as running statistics.
public final class Buffer {
    /// The current value.
    public var value: Tensor

    /// A buffer with its initial value.
    public init(_ value: Tensor) {
        self.value = value
    }
}
