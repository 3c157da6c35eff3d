import SwiftletTensor

/// Adds rows and columns to images: [N, C, H, W] to [N, C, top + H + bottom, left + W + right].
public class PaddingLayer2d: Layer, @unchecked Sendable {
    /// Rows and columns that are added.
    public final let padding: Padding2d
    /// What they are.
    public final let mode: PaddingMode

    init(_ padding: Padding2d, mode: PaddingMode) {
        self.padding = padding
        self.mode = mode
    }

    /// The layer's output for `input`.
    public final func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.padded(padding, mode: mode) }
    }
}

/// Zeros around images, as `torch.nn.ZeroPad2d`.
public final class ZeroPad2d: PaddingLayer2d, @unchecked Sendable {
    /// A layer that adds so many rows and columns.
    public init(_ padding: Padding2d) { super.init(padding, mode: .zeros) }
}

/// Images reflected at their first and last rows and columns, as `torch.nn.ReflectionPad2d`. Each padding must be less than
/// the side that is reflected.
public final class ReflectionPad2d: PaddingLayer2d, @unchecked Sendable {
    /// A layer that adds so many rows and columns.
    public init(_ padding: Padding2d) { super.init(padding, mode: .reflect) }
}

/// The first and last rows and columns of images over and over, as `torch.nn.ReplicationPad2d`.
public final class ReplicationPad2d: PaddingLayer2d, @unchecked Sendable {
    /// A layer that adds so many rows and columns.
    public init(_ padding: Padding2d) { super.init(padding, mode: .replicate) }
}

/// Images continued by themselves on all sides, as `torch.nn.CircularPad2d`. Each padding is at most the side.
public final class CircularPad2d: PaddingLayer2d, @unchecked Sendable {
    /// A layer that adds so many rows and columns.
    public init(_ padding: Padding2d) { super.init(padding, mode: .circular) }
}
