import CKernels

extension Tensor {
    /// The matrix product op(self) * op(other), where op transposes the last two axes if asked to: [..., m, k] times
    /// [..., k, n] is [..., m, n].
    ///
    /// The axes before the last two are batches and are broadcast to each other. A tensor of rank 1 is a row on the left and a
    /// column on the right, and its axis of size 1 is not part of the result, as in `torch.matmul`.
    public func matmul(
        _ other: Tensor, transposingSelf: Bool = false, transposingOther: Bool = false
    ) -> Tensor {
        require(
            shape.rank > 0 && other.shape.rank > 0,
            "matmul: expected at least one axis, got the shapes \(shape) and \(other.shape)")
        if shape.rank == 1 {
            let product = expandedDims(axis: 0).matmul(other, transposingOther: transposingOther)
            return product.squeezed(axis: other.shape.rank == 1 ? 0 : -2)
        }
        if other.shape.rank == 1 {
            return matmul(other.expandedDims(axis: 1), transposingSelf: transposingSelf).squeezed(axis: -1)
        }
        if other.shape.rank == 2 && shape.rank > 2 && !transposingSelf {
            // One matrix for all batches: a single product of all their rows.
            let rows = reshaped(to: [shape.count(of: 0..<(shape.rank - 1)), shape[-1]])
            let product = rows.matmul(other, transposingOther: transposingOther)
            return product.reshaped(to: shape.replacing(axis: -1, with: product.shape[1]))
        }
        if shape.rank > 2 || other.shape.rank > 2 {
            return batchedMatmul(other, transposingSelf, transposingOther)
        }
        let keptOther = isTracked ? other : nil
        let keptSelf = other.isTracked ? self : nil
        let output = product(other, transposingSelf: transposingSelf, transposingOther: transposingOther)
        return Tape.record(output, from: [self, other]) { gradient in
            [
                keptOther.map {
                    transposingSelf
                        ? $0.matmul(gradient, transposingSelf: transposingOther, transposingOther: true)
                        : gradient.matmul($0, transposingOther: !transposingOther)
                },
                keptSelf.map {
                    transposingOther
                        ? gradient.matmul($0, transposingSelf: true, transposingOther: transposingSelf)
                        : $0.matmul(gradient, transposingSelf: !transposingSelf)
                },
            ]
        }
    }

    /// The sum of the products of the elements of two tensors of rank 1, of shape [].
    public func dot(_ other: Tensor) -> Tensor {
        require(
            shape.rank == 1 && shape == other.shape,
            "dot: expected two tensors of rank 1 and the same size, got the shapes \(shape) and \(other.shape)")
        return matmul(other)
    }

    /// The product of each element of a tensor [m] with each of another, [n]: [m, n].
    public func outer(_ other: Tensor) -> Tensor {
        require(
            shape.rank == 1 && other.shape.rank == 1,
            "outer: expected two tensors of rank 1, got the shapes \(shape) and \(other.shape)")
        return expandedDims(axis: 1) * other
    }

    /// activation(self * weight transposed + bias), as `torch.nn.functional.linear`: input [..., in], weight [out, in], bias
    /// [out], output [..., out].
    public func linear(weight: Tensor, bias: Tensor? = nil, activation: Activation = .identity) -> Tensor {
        require(
            shape.rank >= 1 && weight.shape.rank == 2 && shape[-1] == weight.shape[1],
            "linear: expected an input [..., in] and a weight [out, in], got the shapes \(shape) and \(weight.shape)")
        let inputShape = shape
        let rows = shaped([shape.count(of: 0..<(shape.rank - 1)), shape[-1]])
        let result = rows.product(weight, transposingOther: true, bias: bias, activation: activation)
        let (keptWeight, keptInput) = (isTracked ? weight : nil, weight.isTracked ? self : nil)
        let (hasBias, needsBias) = (bias != nil, bias?.isTracked ?? false)
        let (rowsShape, resultShape) = (rows.shape, result.shape)
        let output = result.shaped(inputShape.replacing(axis: -1, with: weight.shape[0]))
        return Tape.record(output, from: [self, weight] + (bias.map { [$0] } ?? []), under: activation) { gradient in
            let gradient = gradient.reshaped(to: resultShape)
            let inputGradients = [
                keptWeight.map { gradient.matmul($0).reshaped(to: inputShape) },
                keptInput.map { gradient.matmul($0.reshaped(to: rowsShape), transposingSelf: true) },
            ]
            return hasBias ? inputGradients + [needsBias ? gradient.biasGradient() : nil] : inputGradients
        }
    }

    /// The product of two matrices plus a `bias` for each column, under an activation; nothing is recorded.
    func product(
        _ other: Tensor, transposingSelf: Bool = false, transposingOther: Bool = false, bias: Tensor? = nil,
        activation: Activation = .identity
    ) -> Tensor {
        var descriptor = Tensor.gemmDescriptor(shape, other.shape, transposingSelf, transposingOther)
        if let bias {
            require(
                bias.shape == [Int(descriptor.n)],
                "matmul: expected a bias of shape [\(descriptor.n)], got \(bias.shape)")
            descriptor.bias = CK_BIAS_PER_COLUMN
        }
        descriptor.activation = activation.code
        descriptor.negative_slope = activation.slope
        let result: Shape = [Int(descriptor.m), Int(descriptor.n)]
        return Tensor.filled(result, in: context, Tensor.gemmWork(self, other, result)) { context, output in
            ck_gemm_f32(context, &descriptor, base, other.base, bias?.base, output)
        }
    }

    /// Products of matrices whose batches are broadcast to each other.
    private func batchedMatmul(_ other: Tensor, _ transposesSelf: Bool, _ transposesOther: Bool) -> Tensor {
        let (own, others) = (Shape(shape.dimensions.dropLast(2)), Shape(other.shape.dimensions.dropLast(2)))
        guard let batch = own.broadcast(with: others) else {
            fatalError("matmul: the batches of \(shape) and \(other.shape) cannot be broadcast to each other")
        }
        let (a, b): (Shape, Shape) = ([shape[-2], shape[-1]], [other.shape[-2], other.shape[-1]])
        var descriptor = Tensor.gemmDescriptor(a, b, transposesSelf, transposesOther)
        // One matrix for the whole batch is read again and again; other broadcast batches are copied.
        func operand(_ tensor: Tensor, _ own: Shape, _ matrix: Shape) -> (Tensor, stride: Int) {
            if own.count == 1 { return (tensor, 0) }
            return (tensor.detached.broadcast(to: Shape(batch.dimensions + matrix.dimensions)), matrix.count)
        }
        let (left, leftStride) = operand(self, own, a)
        let (right, rightStride) = operand(other, others, b)
        let result = Shape(batch.dimensions + [Int(descriptor.m), Int(descriptor.n)])
        let matrices = batch.count
        var work: KernelWork {
            KernelWork(
                "matmul", reads: [left.shape, right.shape], multiplyAdds: result.count * Int(descriptor.k))
        }
        let output = Tensor.filled(result, in: context, work) { context, output in
            ck_gemm_batched_f32(
                context, &descriptor, Int64(matrices), Int64(leftStride), Int64(rightStride),
                descriptor.m * descriptor.n, left.base, right.base, output)
        }
        let (keptOther, keptSelf) = (isTracked ? other : nil, other.isTracked ? self : nil)
        let (ownShape, otherShape) = (shape, other.shape)
        return Tape.record(output, from: [self, other]) { gradient in
            [
                keptOther.map {
                    let product =
                        transposesSelf
                        ? $0.matmul(gradient, transposingSelf: transposesOther, transposingOther: true)
                        : gradient.matmul($0, transposingOther: !transposesOther)
                    return product.summed(to: ownShape)
                },
                keptSelf.map {
                    let product =
                        transposesOther
                        ? gradient.matmul($0, transposingSelf: true, transposingOther: transposesSelf)
                        : $0.matmul(gradient, transposingSelf: !transposesSelf)
                    return product.summed(to: otherShape)
                },
            ]
        }
    }

    private static func gemmWork(_ left: Tensor, _ right: Tensor, _ product: Shape) -> KernelWork {
        // The left matrix has as many rows, or columns, as the product has rows.
        let k = product[0] == 0 ? 0 : left.count / product[0]
        return KernelWork("matmul", reads: [left.shape, right.shape], multiplyAdds: k * product.count)
    }

    private static func gemmDescriptor(
        _ a: Shape, _ b: Shape, _ transposesLeft: Bool, _ transposesRight: Bool
    ) -> ck_gemm_descriptor {
        let (m, k) = transposesLeft ? (a[1], a[0]) : (a[0], a[1])
        let (inner, n) = transposesRight ? (b[1], b[0]) : (b[0], b[1])
        require(
            k == inner,
            """
            matmul: the inner sizes \(k) and \(inner) differ: \(a)\(transposesLeft ? " transposed" : "") times \
            \(b)\(transposesRight ? " transposed" : "")
            """)
        var descriptor = ck_gemm_descriptor()
        descriptor.transpose_a = transposesLeft
        descriptor.transpose_b = transposesRight
        descriptor.m = Int64(m)
        descriptor.n = Int64(n)
        descriptor.k = Int64(k)
        descriptor.lda = Int64(a[1])
        descriptor.ldb = Int64(b[1])
        descriptor.ldc = Int64(n)
        descriptor.alpha = 1
        return descriptor
    }
}
