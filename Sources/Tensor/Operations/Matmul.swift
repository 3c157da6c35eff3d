import CKernels

extension Tensor {
    /// The matrix product op(self) * op(other), where op transposes if asked to, plus a `bias` for each column, under an
    /// activation: [m, k] times [k, n] is [m, n].
    public func matmul(
        _ other: Tensor, transposingSelf: Bool = false, transposingOther: Bool = false, bias: Tensor? = nil,
        activation: Activation = .identity
    ) -> Tensor {
        var descriptor = Tensor.gemmDescriptor(self, other, transposingSelf, transposingOther)
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

    /// Adds the matrix product op(left) * op(right) to this matrix.
    public mutating func addMatmul(
        _ left: Tensor, _ right: Tensor, transposingLeft: Bool = false, transposingRight: Bool = false
    ) {
        var descriptor = Tensor.gemmDescriptor(left, right, transposingLeft, transposingRight)
        require(
            shape == [Int(descriptor.m), Int(descriptor.n)],
            "addMatmul: a product of shape [\(descriptor.m), \(descriptor.n)] cannot be added to \(shape)")
        descriptor.beta = 1
        let elements = uniqueBase()
        var work: KernelWork {
            let product = Tensor.gemmWork(left, right, shape)
            return KernelWork(
                product.name, reads: product.reads + [shape], writes: [shape], multiplyAdds: product.multiplyAdds)
        }
        context.run(work) { ck_gemm_f32($0, &descriptor, left.base, right.base, nil, elements) }
    }

    private static func gemmWork(_ left: Tensor, _ right: Tensor, _ product: Shape) -> KernelWork {
        // The left matrix has as many rows, or columns, as the product has rows.
        let depth = product[0] == 0 ? 0 : left.count / product[0]
        return KernelWork(
            "matmul", reads: [left.shape, right.shape], multiplyAdds: depth * product.count)
    }

    private static func gemmDescriptor(
        _ left: Tensor, _ right: Tensor, _ transposesLeft: Bool, _ transposesRight: Bool
    ) -> ck_gemm_descriptor {
        let (a, b) = (left.shape, right.shape)
        require(a.rank == 2 && b.rank == 2, "matmul: expected two matrices, got the shapes \(a) and \(b)")
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
