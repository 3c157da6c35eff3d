import SwiftletTensor

/// The maximum over all positions of each channel: [N, C, ...] to [N, C].
public final class GlobalMaxPool: Layer {
    /// A layer without options.
    public init() {}

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.globalMaxPool() }
    }

    /// The maximum over the first `validLengths` positions of each example: [N, C, L] to [N, C]. Each length must be in
    /// 1...L; what lies beyond it has no part in the result.
    public func callAsFunction(_ input: Tensor, validLengths: IntTensor) -> Tensor {
        running(input) { input.globalMaxPool(validLengths: validLengths) }
    }
}

/// The average over all positions of each channel: [N, C, ...] to [N, C].
public final class GlobalAveragePool: Layer {
    /// A layer without options.
    public init() {}

    /// The layer's output for `input`.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        running(input) { input.globalAveragePool() }
    }

    /// The average over the first `validLengths` positions of each example: [N, C, L] to [N, C]. Each length must be in
    /// 1...L; what lies beyond it has no part in the result.
    public func callAsFunction(_ input: Tensor, validLengths: IntTensor) -> Tensor {
        running(input) { input.globalAveragePool(validLengths: validLengths) }
    }
}
