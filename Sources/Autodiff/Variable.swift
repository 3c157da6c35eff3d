import SwiftletTensor

/// A tensor that may be tracked on a tape, so that the gradient of a later result with respect to it can be asked for.
///
/// Operators work on variables alike whether they are tracked or not: without a tape nothing is recorded and nothing is
/// kept, which is how inference runs.
public struct Variable {
    /// The tensor itself.
    public let value: Tensor
    /// Where the tape knows it; nil for a constant.
    let node: Node?

    struct Node {
        let tape: Tape
        let index: Int
    }

    /// A constant: takes part in operators, but no gradient flows to it.
    public init(_ value: Tensor) {
        self.value = value
        node = nil
    }

    init(_ value: Tensor, node: Node?) {
        self.value = value
        self.node = node
    }

    /// Whether a gradient can flow to this variable. Operators skip the gradients of inputs that are not tracked.
    public var isTracked: Bool { node != nil }

    /// Sizes of the value's axes.
    public var shape: Shape { value.shape }

    /// The same value, cut off from the tape.
    public var detached: Variable { Variable(value) }
}
