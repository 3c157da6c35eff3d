import SwiftletTensor

/// Adds positions to sequences: [N, C, L] to [N, C, left + L + right].
public class PaddingLayer1d: Layer, @unchecked Sendable {
    /// Positions that are added.
    public final let padding: Padding1d
    /// What they are.
    public final let mode: PaddingMode

    init(_ padding: Padding1d, mode: PaddingMode) {
        self.padding = padding
        self.mode = mode
    }

    /// The layer's output for `input`.
    public final func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.padded(axis: 2, before: padding.left, after: padding.right, mode: mode) }
    }
}

/// Zeros around sequences, as `torch.nn.ZeroPad1d`.
public final class ZeroPad1d: PaddingLayer1d, @unchecked Sendable {
    /// A layer that adds so many positions.
    public init(_ padding: Padding1d) { super.init(padding, mode: .zeros) }
}

/// Sequences reflected at their first and last position, as `torch.nn.ReflectionPad1d`. Each padding must be less than
/// the length.
public final class ReflectionPad1d: PaddingLayer1d, @unchecked Sendable {
    /// A layer that adds so many positions.
    public init(_ padding: Padding1d) { super.init(padding, mode: .reflect) }
}

/// The first and last position of sequences over and over, as `torch.nn.ReplicationPad1d`.
public final class ReplicationPad1d: PaddingLayer1d, @unchecked Sendable {
    /// A layer that adds so many positions.
    public init(_ padding: Padding1d) { super.init(padding, mode: .replicate) }
}

/// Sequences continued by themselves at both ends, as `torch.nn.CircularPad1d`. Each padding is at most the length.
public final class CircularPad1d: PaddingLayer1d, @unchecked Sendable {
    /// A layer that adds so many positions.
    public init(_ padding: Padding1d) { super.init(padding, mode: .circular) }
}
