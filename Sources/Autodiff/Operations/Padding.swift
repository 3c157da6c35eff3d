import SwiftletTensor

extension Variable {
    /// Images [N, C, H, W] reflected at their first and last rows and columns, which are not repeated: [N, C, top + H +
    /// bottom, left + W + right]. Each padding must be less than the side that is reflected.
    public func reflectionPadded(_ padding: Padding2d) -> Variable {
        let inputShape = shape
        return Tape.record(value.reflectionPadded(padding), from: [self]) { outputGradient in
            [padding.reflectionGradient(outputGradient: outputGradient, inputShape: inputShape)]
        }
    }
}
