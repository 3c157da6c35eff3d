import CKernels

extension Tensor {
    /// A tensor of one number.
    public static func full(_ shape: Shape, _ value: Float, in context: ComputeContext = .default) -> Tensor {
        filled(shape, in: context, KernelWork("fill")) { ck_fill_f32($0, Int64(shape.count), value, $1) }
    }

    /// A tensor of zeros.
    public static func zeros(_ shape: Shape, in context: ComputeContext = .default) -> Tensor {
        full(shape, 0, in: context)
    }

    /// Zeros in the shape and the context of another tensor.
    public static func zeros(like tensor: Tensor) -> Tensor { zeros(tensor.shape, in: tensor.context) }

    /// A tensor of ones.
    public static func ones(_ shape: Shape, in context: ComputeContext = .default) -> Tensor {
        full(shape, 1, in: context)
    }

    /// Ones in the shape and the context of another tensor.
    public static func ones(like tensor: Tensor) -> Tensor { ones(tensor.shape, in: tensor.context) }

    /// A tensor of rank 0.
    public static func scalar(_ value: Float, in context: ComputeContext = .default) -> Tensor {
        full([], value, in: context)
    }

    /// Uniform random numbers in [low, high), drawn from `random` as by `RandomStream.uniform(_:_:)` one by one, after
    /// it has been moved to the next multiple of four words.
    public static func uniform(
        _ shape: Shape, _ low: Float = 0, _ high: Float = 1, using random: inout RandomStream,
        in context: ComputeContext = .default
    ) -> Tensor {
        let offset = random.reserve(shape.count)
        let key = random.key
        return filled(shape, in: context, KernelWork("uniform")) {
            ck_random_uniform_f32($0, key, offset, Int64(shape.count), low, high, $1)
        }
    }

    /// Random numbers from the normal distribution: as drawn by `RandomStream.normal()` one by one, but for the last bit of
    /// some, after the stream has been moved to the next multiple of four words. The deviation is at least 0.
    public static func normal(
        _ shape: Shape, mean: Float = 0, deviation: Float = 1, using random: inout RandomStream,
        in context: ComputeContext = .default
    ) -> Tensor {
        let offset = random.reserve(2 * shape.count)
        let key = random.key
        return filled(shape, in: context, KernelWork("normal")) {
            ck_random_normal_f32($0, key, offset, Int64(shape.count), mean, deviation, $1)
        }
    }
}
