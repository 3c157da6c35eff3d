import SwiftletAutodiff
import SwiftletTensor

/// Reflects images at their first and last rows and columns: [N, C, H, W] to [N, C, top + H + bottom, left + W + right],
/// as `torch.nn.ReflectionPad2d`. Each padding must be less than the side that is reflected.
public final class ReflectionPad2d: Layer {
    /// Rows and columns that are added.
    public let padding: Padding2d

    /// A layer that adds so many rows and columns.
    public init(_ padding: Padding2d) {
        self.padding = padding
    }

    /// The layer's output for `input` in this pass.
    public func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable { input.reflectionPadded(padding) }
}
