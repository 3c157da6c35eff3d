import SwiftletTensor

extension Variable {
    /// Sets each element to 0 with probability `rate` and multiplies the others by 1 / (1 - rate) (Srivastava et al. 2014).
    public func dropout(rate: Float, using random: inout RandomStream) -> Variable {
        if rate == 0 { return self }
        let mask = Tensor.dropoutMask(shape, rate: rate, using: &random, in: value.context)
        return Tape.record(value * mask, from: [self]) { [$0 * mask] }
    }
}
