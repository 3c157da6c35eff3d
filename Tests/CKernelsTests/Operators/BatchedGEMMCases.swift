import CKernels

/// Many matrix multiplications of the test table.
struct GEMMBatch {
    var shape: GEMMShape
    var batch: Int
    /// Whether all products read the same matrix.
    var sharesA = false
    var sharesB = false
    /// Elements between one matrix and the next.
    var gap = 0

    private var name: String {
        "ck_gemm_batched_f32 \(batch) times \(shape.name) shares \(sharesA) \(sharesB) gap \(gap)"
    }

    /// Elements from one matrix of an operand to the next, and in all.
    private func extents(_ rows: Int, _ width: Int, isShared: Bool = false) -> (stride: Int, count: Int) {
        let one = rows == 0 || width == 0 ? 0 : (rows - 1) * (width + shape.gap) + width
        let stride = isShared ? 0 : one + gap
        return (stride, one == 0 || batch == 0 ? 0 : (batch - 1) * stride + one)
    }

    private var a: (stride: Int, count: Int) {
        extents(shape.transposeA ? shape.k : shape.m, shape.transposeA ? shape.m : shape.k, isShared: sharesA)
    }
    private var b: (stride: Int, count: Int) {
        extents(shape.transposeB ? shape.n : shape.k, shape.transposeB ? shape.k : shape.n, isShared: sharesB)
    }
    private var output: (stride: Int, count: Int) { extents(shape.m, shape.n) }

    func call(_ values: TestValues) -> KernelCase {
        KernelCase(
            name,
            [
                .input("a", values(a.count, 1)), .input("b", values(b.count, 2)),
                .gradient("output", values(output.count, 3), beta: shape.beta),
            ]
        ) { call in
            call.passing(shape.descriptor(values)) {
                ck_gemm_batched_f32(
                    call.context, $0, call.size("batch", batch), call.size("a_stride", a.stride),
                    call.size("b_stride", b.stride), call.size("output_stride", output.stride), call["a"], call["b"],
                    call["output"])
            }
        }
    }

    func randomCall() -> KernelCase {
        call(.uniform).agreeing(.scaled(units: Agreement.roundings(terms: shape.k), magnitudes: call(.magnitudes)))
    }

    func definition() -> Definition {
        let call = call(.uniform)
        let operands = call.operands.map { $0.words.floats.map(Double.init) }
        var expected = operands[2]
        var magnitudes = expected.map { abs($0) }
        let (lda, ldb) = (
            (shape.transposeA ? shape.m : shape.k) + shape.gap, (shape.transposeB ? shape.k : shape.n) + shape.gap
        )
        for index in 0..<batch {
            for i in 0..<shape.m {
                for j in 0..<shape.n {
                    let place = index * output.stride + i * (shape.n + shape.gap) + j
                    var sum = shape.beta == 0 ? 0 : Double(shape.beta) * expected[place]
                    var magnitude = abs(sum)
                    for x in 0..<shape.k {
                        let left = operands[0][index * a.stride + (shape.transposeA ? x * lda + i : i * lda + x)]
                        let right = operands[1][index * b.stride + (shape.transposeB ? j * ldb + x : x * ldb + j)]
                        sum += Double(shape.alpha) * left * right
                        magnitude += abs(Double(shape.alpha) * left * right)
                    }
                    expected[place] = activated(sum, shape.activation, slope: 0.5)
                    magnitudes[place] = magnitude
                }
            }
        }
        return Definition(
            call, "output", expected, magnitudes: magnitudes, units: Double(Agreement.roundings(terms: shape.k)))
    }

    static let all: [GEMMBatch] = [
        GEMMBatch(shape: GEMMShape(m: 3, n: 4, k: 5), batch: 0),
        GEMMBatch(shape: GEMMShape(m: 0, n: 4, k: 5), batch: 3),
        GEMMBatch(shape: GEMMShape(m: 3, n: 4, k: 0), batch: 3),
        GEMMBatch(shape: GEMMShape(m: 9, n: 7, k: 5), batch: 1),
        GEMMBatch(shape: GEMMShape(m: 5, n: 6, k: 7, beta: 1, gap: 2), batch: 4, gap: 5),
        GEMMBatch(shape: GEMMShape(m: 17, n: 19, k: 23, transposeA: true, alpha: -2), batch: 3, sharesA: true),
        GEMMBatch(
            shape: GEMMShape(m: 33, n: 21, k: 40, transposeB: true, activation: CK_ACTIVATION_RELU), batch: 5,
            sharesB: true),
        GEMMBatch(shape: GEMMShape(m: 2, n: 70, k: 33, transposeA: true), batch: 6),
        GEMMBatch(shape: GEMMShape(m: 70, n: 3, k: 33, beta: 1), batch: 6, gap: 1),
        GEMMBatch(shape: GEMMShape(m: 1, n: 1, k: 64), batch: 300),
    ]
    /// Pieces of more than one product, packing of every kind, chunks of the depth, and products on all threads.
    static let large: [GEMMBatch] = [
        GEMMBatch(shape: GEMMShape(m: 64, n: 64, k: 32), batch: 40),
        GEMMBatch(shape: GEMMShape(m: 128, n: 100, k: 64, transposeB: true), batch: 9),
        GEMMBatch(shape: GEMMShape(m: 100, n: 200, k: 256, transposeA: true), batch: 4, sharesB: true),
        GEMMBatch(shape: GEMMShape(m: 13, n: 15, k: 2100), batch: 5),
        GEMMBatch(shape: GEMMShape(m: 260, n: 256, k: 256, beta: 1), batch: 2, gap: 3),
    ]
}
