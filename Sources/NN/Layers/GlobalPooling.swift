import SwiftletAutodiff
import SwiftletTensor

/// The maximum over all positions of each channel: [N, C, ...] to [N, C].
public final class GlobalMaxPool: Layer {
    /// A layer without options.
    public init() {}

    /// The layer's output for `input` in this pass.
    public func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable {
        pass.running(self) { input.globalMaxPool() }
    }

    /// The maximum over the first `validLengths` positions of each example: [N, C, L] to [N, C]. Each length must be in
    /// 1...L; what lies behind it has no part in the result.
    public func callAsFunction(_ input: Variable, validLengths: IntTensor, _ pass: Pass) -> Variable {
        pass.running(self) { input.globalMaxPool(validLengths: validLengths) }
    }
}

/// The average over all positions of each channel: [N, C, ...] to [N, C].
public final class GlobalAveragePool: Layer {
    /// A layer without options.
    public init() {}

    /// The layer's output for `input` in this pass.
    public func callAsFunction(_ input: Variable, _ pass: Pass) -> Variable {
        pass.running(self) { input.globalAveragePool() }
    }

    /// The average over the first `validLengths` positions of each example: [N, C, L] to [N, C]. Each length must be in
    /// 1...L; what lies behind it has no part in the result.
    public func callAsFunction(_ input: Variable, validLengths: IntTensor, _ pass: Pass) -> Variable {
        pass.running(self) { input.globalAveragePool(validLengths: validLengths) }
    }
}
