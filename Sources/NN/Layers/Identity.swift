import SwiftletTensor

/// The input itself: a stand-in for a layer that is not there, as `torch.nn.Identity`.
public final class Identity: Layer {
    /// A layer without options.
    public init() {}

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input }
    }
}
