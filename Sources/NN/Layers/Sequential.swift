import SwiftletTensor

/// Layers one after the other, named by their position as in `torch.nn.Sequential`: `0.weight`.
public final class Sequential: Layer, ModuleSequence {
    /// The layers in the order in which they are applied.
    public let layers: [any Layer]

    /// The layers in the order in which they are applied.
    public init(_ layers: any Layer...) {
        self.layers = layers
    }

    /// The layers in the order in which they are applied.
    public init(_ layers: [any Layer]) {
        self.layers = layers
    }

    var elements: [any Module] { layers }

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        layers.reduce(input) { $1($0) }
    }
}
