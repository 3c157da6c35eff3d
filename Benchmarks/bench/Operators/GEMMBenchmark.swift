import CKernels

extension OperatorBenchmark {
    static let gemm = OperatorBenchmark(
        "gemm",
        keys: [
            .size("M", 256, canShrink: true), .size("N", 256, canShrink: true), .size("K", 256, canShrink: true),
            .flag("transposeA"), .flag("transposeB"),
        ], shapes: StandardShapes.gemm
    ) { shape in
        let (m, n, k) = (shape["M"], shape["N"], shape["K"])
        let (transposeA, transposeB) = (shape.isOn("transposeA"), shape.isOn("transposeB"))
        let descriptor = ck_gemm_descriptor(
            transpose_a: transposeA, transpose_b: transposeB, m: Int64(m), n: Int64(n), k: Int64(k),
            lda: Int64(transposeA ? m : k), ldb: Int64(transposeB ? k : n), ldc: Int64(n), alpha: 1, beta: 0,
            bias: CK_BIAS_NONE, activation: CK_ACTIVATION_NONE, negative_slope: 0)
        return [
            Workload(
                operatorName: "gemm", pass: "", shape: shape.name, inputs: [.uniform(m * k), .uniform(k * n)],
                outputs: [.init(count: m * n)], operations: 2 * Double(m) * Double(n) * Double(k),
                tolerance: Workload.tolerance(terms: k)
            ) { context, inputs, outputs in
                var descriptor = descriptor
                return ck_gemm_f32(context, &descriptor, inputs[0], inputs[1], nil, outputs[0])
            }
        ]
    }
}

extension Workload {
    /// Allowed difference of sums of `terms` products of numbers up to 1: errors grow like the square root of both the
    /// number of roundings and the size of the partial sums.
    static func tolerance(terms: Int) -> Double { 0x1p-23 * (8 + 4 * Double(terms)) }
}
