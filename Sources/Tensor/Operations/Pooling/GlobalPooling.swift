import CKernels

extension Tensor {
    /// The maximum over all positions: [N, C, ...] to [N, C]; the gradient goes to the first of equals.
    ///
    /// With `validLengths`, one for each example of [N, C, L], only the first positions count, so that padding never enters
    /// the result; each must be in 1...L.
    public func globalMaxPool(validLengths: IntTensor? = nil) -> Tensor {
        let (output, positions) = GlobalPool.maximum(self, validLengths: validLengths)
        let inputShape = shape
        return Tape.record(output, from: [self]) { [$0.scattered(to: positions, inputShape)] }
    }

    /// The average over all positions, or over the first `validLengths` of each example: [N, C, ...] to [N, C].
    public func globalAveragePool(validLengths: IntTensor? = nil) -> Tensor {
        let inputShape = shape
        return Tape.record(GlobalPool.average(self, validLengths), from: [self]) { gradient in
            [GlobalPool.averageGradient(gradient, validLengths, inputShape)]
        }
    }

    /// These elements [N, C] at `positions` of planes that are 0 elsewhere.
    func scattered(to positions: IntTensor, _ result: Shape) -> Tensor {
        var descriptor = GlobalPool.descriptor(result, nil)
        var work: KernelWork { KernelWork("global maximum gradient", reads: [shape, shape]) }
        let output = Tensor.filled(result, in: context, work) { context, output in
            ck_global_max_pool_f32_backward(context, &descriptor, base, positions.base, 0, output)
        }
        return Tape.record(output, from: [self]) { [$0.picked(at: positions)] }
    }
}

enum GlobalPool {
    /// The maximum over the positions of each channel, and where it is; nothing is recorded.
    static func maximum(_ input: Tensor, validLengths: IntTensor?) -> (output: Tensor, positions: IntTensor) {
        var descriptor = descriptor(input.shape, validLengths)
        let result: Shape = [input.shape[0], input.shape[1]]
        let positions = IntTensor(uninitialized: result, in: input.context)
        var work: KernelWork { KernelWork("global maximum", reads: [input.shape], writes: [result]) }
        let output = Tensor.filled(result, in: input.context, work) { context, output in
            ck_global_max_pool_f32_forward(
                context, &descriptor, input.base, validLengths?.base, output, positions.mutableBase)
        }
        return (output, positions)
    }

    fileprivate static func average(_ input: Tensor, _ validLengths: IntTensor?) -> Tensor {
        var descriptor = descriptor(input.shape, validLengths)
        var work: KernelWork { KernelWork("global average", reads: [input.shape]) }
        return Tensor.filled([input.shape[0], input.shape[1]], in: input.context, work) { context, output in
            ck_global_average_pool_f32_forward(context, &descriptor, input.base, validLengths?.base, output)
        }
    }

    fileprivate static func averageGradient(
        _ gradient: Tensor, _ validLengths: IntTensor?, _ inputShape: Shape
    ) -> Tensor {
        var descriptor = descriptor(inputShape, validLengths)
        var work: KernelWork { KernelWork("global average gradient", reads: [gradient.shape]) }
        let value = Tensor.filled(inputShape, in: gradient.context, work) { context, output in
            ck_global_average_pool_f32_backward(context, &descriptor, gradient.base, validLengths?.base, 0, output)
        }
        return Tape.record(value, from: [gradient]) { [$0.globalAveragePool(validLengths: validLengths)] }
    }

    fileprivate static func descriptor(_ input: Shape, _ validLengths: IntTensor?) -> ck_global_pool_descriptor {
        require(input.rank >= 3, "global pooling: expected at least three axes, got the shape \(input)")
        if let validLengths {
            require(
                input.rank == 3 && validLengths.shape == [input[0]],
                "global pooling: lengths of shape \(validLengths.shape) for an input of shape \(input)")
        }
        return ck_global_pool_descriptor(
            batch: Int64(input[0]), channels: Int64(input[1]), length: Int64(input.count(of: 2..<input.rank)))
    }
}
