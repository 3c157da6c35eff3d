import CKernels

extension Tensor {
    /// Sets each element to 0 with probability `rate` and multiplies the others by 1 / (1 - rate) (Srivastava et al. 2014).
    public func dropout(rate: Float, using random: inout RandomStream) -> Tensor {
        rate == 0 ? self : self * .dropoutMask(shape, rate: rate, using: &random, in: context)
    }

    /// The factors of dropout: 0 with probability `rate`, else 1 / (1 - rate).
    public static func dropoutMask(
        _ shape: Shape, rate: Float, using random: inout RandomStream, in context: ComputeContext = .default
    ) -> Tensor {
        require(rate >= 0 && rate <= 1, "dropout: the rate must be in 0...1, got \(rate)")
        let keep = 1 - rate
        let offset = random.reserve(shape.count)
        let key = random.key
        return filled(shape, in: context, KernelWork("dropout mask")) {
            ck_random_mask_f32($0, key, offset, Int64(shape.count), keep, keep > 0 ? 1 / keep : 0, $1)
        }
    }
}
