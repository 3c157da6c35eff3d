import SwiftletAutodiff

/// A module that maps one variable to one variable, so that it can stand in a `Sequential`.
public protocol Layer: Module {
    /// The layer's output for `input` in this pass.
    func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable
}
