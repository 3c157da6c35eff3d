import SwiftletTensor

/// A module that maps one tensor to another, so that it can be part of a `Sequential`.
///
/// A layer finds the step in which it runs in its input (`Pass`): what comes from `pass(tensor)` is trained on, everything else is
/// evaluated.
public protocol Layer: Module {
    /// The layer's output for `input`.
    func callAsFunction(_ input: Tensor) -> Tensor
}
