import CKernels
import Foundation

/// A matrix multiplication of the test table.
struct GEMMShape {
    var m: Int
    var n: Int
    var k: Int
    var transposeA = false
    var transposeB = false
    var alpha: Float = 1
    var beta: Float = 0
    var bias = CK_BIAS_NONE
    var activation = CK_ACTIVATION_NONE
    /// Added to every leading dimension.
    var gap = 0

    var name: String {
        "ck_gemm_f32 \(m)x\(n)x\(k)\(transposeA ? " tA" : "")\(transposeB ? " tB" : "") alpha \(alpha) beta \(beta) "
            + "bias \(bias.rawValue) activation \(activation.rawValue) gap \(gap)"
    }

    func descriptor(_ values: TestValues = .uniform) -> ck_gemm_descriptor {
        ck_gemm_descriptor(
            transpose_a: transposeA, transpose_b: transposeB, m: m.signed, n: n.signed, k: k.signed,
            lda: ((transposeA ? m : k) + gap).signed, ldb: ((transposeB ? k : n) + gap).signed, ldc: (n + gap).signed,
            alpha: values.scalar(alpha), beta: values.scalar(beta), bias: bias,
            activation: values == .magnitudes ? CK_ACTIVATION_NONE : activation, negative_slope: 0.5)
    }

    func call(_ values: TestValues) -> KernelCase {
        let descriptor = descriptor(values)
        let c = values.matrix(rows: m, width: n, stride: n + gap, 3)
        let cGuarded = Operand.gradient("c", c, beta: beta)
        let biasCount = bias == CK_BIAS_PER_ROW ? m : bias == CK_BIAS_PER_COLUMN ? n : 0
        let a = transposeA ? (rows: k, width: m) : (rows: m, width: k)
        let b = transposeB ? (rows: n, width: k) : (rows: k, width: n)
        return KernelCase(
            name,
            [
                .input("a", values.matrix(rows: a.rows, width: a.width, stride: a.width + gap, 1)),
                .input("b", values.matrix(rows: b.rows, width: b.width, stride: b.width + gap, 2)),
                .input("bias", values(biasCount, 4)),
                cGuarded.withRows(width: n, stride: n + gap),
            ]
        ) { call in
            call.passing(descriptor) {
                ck_gemm_f32(call.context, $0, call["a"], call["b"], call["bias"], call["c"])
            }
        }
    }

    func randomCall() -> KernelCase {
        call(.uniform).agreeing(.scaled(units: Agreement.roundings(terms: k), magnitudes: call(.magnitudes)))
    }

    /// By the textbook formula, in double precision.
    func definition() -> Definition {
        let call = call(.uniform)
        let operand = { (name: String) in call.operands.first { $0.name == name }!.words.floats.map(Double.init) }
        let (a, b, bias, c) = (operand("a"), operand("b"), operand("bias"), operand("c"))
        let (lda, ldb) = ((transposeA ? m : k) + gap, (transposeB ? k : n) + gap)
        var expected: [Double] = []
        var magnitudes: [Double] = []
        for i in 0..<m {
            for j in 0..<n {
                var sum = 0.0
                var magnitude = 0.0
                func add(_ term: Double) {
                    sum += term
                    magnitude += abs(term)
                }
                for x in 0..<k {
                    let left = transposeA ? a[x * lda + i] : a[i * lda + x]
                    let right = transposeB ? b[j * ldb + x] : b[x * ldb + j]
                    add(Double(alpha) * left * right)
                }
                if beta != 0 { add(Double(beta) * c[i * (n + gap) + j]) }
                if self.bias == CK_BIAS_PER_ROW { add(bias[i]) }
                if self.bias == CK_BIAS_PER_COLUMN { add(bias[j]) }
                expected.append(activated(sum, activation, slope: 0.5))
                magnitudes.append(magnitude + 1)
            }
        }
        return Definition(
            call, "c", expected, magnitudes: magnitudes, units: Double(Agreement.roundings(terms: k)))
    }
}

/// The activations of fused epilogues.
func activated(_ x: Double, _ activation: ck_activation, slope: Double) -> Double {
    switch activation {
    case CK_ACTIVATION_RELU: max(x, 0)
    case CK_ACTIVATION_LEAKY_RELU: x > 0 ? x : slope * x
    case CK_ACTIVATION_SIGMOID: 1 / (1 + exp(-x))
    case CK_ACTIVATION_TANH: tanh(x)
    default: x
    }
}

enum GEMMCases: OperatorCases {
    static let operatorName = "gemm"

    /// Around register tiles (4, 6, 8, 14, 16, 32) and what follows them, and primes.
    private static let tileSizes = [1, 3, 4, 5, 6, 7, 8, 9, 13, 14, 15, 16, 17, 31, 32, 33, 47]

    private static let transposes = [(false, false), (true, false), (false, true), (true, true)]

    private static var shapes: [GEMMShape] {
        var shapes: [GEMMShape] = []
        // Every tile edge in m and in n, with k around the unrolling of the inner loop.
        for (index, size) in tileSizes.enumerated() {
            let other = tileSizes[(index * 5 + 3) % tileSizes.count]
            let (transposeA, transposeB) = transposes[index % 4]
            for k in [1, 7, 8, 17] {
                shapes.append(
                    GEMMShape(
                        m: size, n: other, k: k, transposeA: transposeA, transposeB: transposeB, beta: Float(k % 2)))
            }
        }
        // Every transpose with every scalar.
        for (transposeA, transposeB) in transposes {
            for alpha: Float in [0, 1, -2] {
                for beta: Float in [0, 1, 3] {
                    shapes.append(
                        GEMMShape(
                            m: 29, n: 37, k: 19, transposeA: transposeA, transposeB: transposeB, alpha: alpha,
                            beta: beta, gap: 5))
                }
            }
        }
        // Epilogues.
        for bias in [CK_BIAS_NONE, CK_BIAS_PER_ROW, CK_BIAS_PER_COLUMN] {
            for activation in [CK_ACTIVATION_NONE, CK_ACTIVATION_RELU, CK_ACTIVATION_LEAKY_RELU] {
                shapes.append(GEMMShape(m: 23, n: 35, k: 300, bias: bias, activation: activation))
                shapes.append(GEMMShape(m: 9, n: 18, k: 0, beta: 1, bias: bias, activation: activation, gap: 1))
            }
        }
        // Nothing to do, and nothing to sum.
        for (m, n, k) in [(0, 0, 0), (0, 5, 3), (5, 0, 3), (5, 3, 0)] {
            for beta: Float in [0, 1, 3] { shapes.append(GEMMShape(m: m, n: n, k: k, beta: beta)) }
        }
        // Beyond the cache blocks, with each transpose; skinny in every direction.
        for (transposeA, transposeB) in transposes {
            shapes.append(GEMMShape(m: 131, n: 149, k: 521, transposeA: transposeA, transposeB: transposeB, beta: 1))
        }
        // Where the transpose of C is computed: with every epilogue, and with a depth that is summed in parts.
        for bias in [CK_BIAS_NONE, CK_BIAS_PER_ROW, CK_BIAS_PER_COLUMN] {
            shapes.append(
                GEMMShape(
                    m: 23, n: 37, k: 601, transposeB: true, alpha: 2, beta: 3, bias: bias,
                    activation: CK_ACTIVATION_LEAKY_RELU, gap: 3))
            shapes.append(GEMMShape(m: 19, n: 37, k: 2311, transposeB: true, beta: 1, bias: bias, gap: 2))
        }
        // So many columns that the depth is done in several passes over C.
        shapes.append(
            GEMMShape(
                m: 9, n: 2081, k: 700, beta: 3, bias: CK_BIAS_PER_COLUMN, activation: CK_ACTIVATION_LEAKY_RELU, gap: 1))
        // So short a depth that C is written row by row.
        for k in [1, 2, 8] { shapes.append(GEMMShape(m: 33, n: 131, k: k, transposeA: k == 2, beta: Float(k / 2 % 2))) }
        for (m, n, k) in [
            (1, 257, 129), (257, 1, 129), (1, 1, 4099), (2, 3, 2053), (401, 7, 33), (5, 1031, 65), (256, 256, 256),
            (257, 255, 257), (33, 2055, 40), (1031, 33, 40), (7, 9, 8209), (3, 37, 3), (2, 19, 2),
        ] {
            shapes.append(GEMMShape(m: m, n: n, k: k))
        }
        return shapes
    }

    static var exactCases: [KernelCase] {
        shapes.map { $0.call(.integers) } + (GEMMBatch.all + GEMMBatch.large).map { $0.call(.integers) }
    }

    static var randomCases: [KernelCase] {
        let smooth = [CK_ACTIVATION_SIGMOID, CK_ACTIVATION_TANH].map {
            GEMMShape(m: 21, n: 34, k: 55, bias: CK_BIAS_PER_COLUMN, activation: $0)
        }
        // Squashing costs a few roundings of results up to 1, on top of what the sum may differ by.
        return shapes.map { $0.randomCall() } + (GEMMBatch.all + GEMMBatch.large).map { $0.randomCall() }
            + smooth.map { $0.call(.uniform).agreeing(.absolute(units: Agreement.roundings(terms: 55), scale: 8)) }
    }

    static var definitions: [Definition] {
        transposes.map {
            GEMMShape(
                m: 7, n: 9, k: 11, transposeA: $0, transposeB: $1, alpha: 0.75, beta: 1, bias: CK_BIAS_PER_ROW, gap: 2
            ).definition()
        }
            + [
                CK_ACTIVATION_NONE, CK_ACTIVATION_RELU, CK_ACTIVATION_LEAKY_RELU, CK_ACTIVATION_SIGMOID,
                CK_ACTIVATION_TANH,
            ].map { GEMMShape(m: 5, n: 17, k: 13, bias: CK_BIAS_PER_COLUMN, activation: $0).definition() }
            + GEMMBatch.all.map { $0.definition() }
    }

    static var entryPoints: [KernelCase] {
        [
            GEMMShape(m: 3, n: 4, k: 5, bias: CK_BIAS_PER_ROW).call(.uniform),
            GEMMBatch(shape: GEMMShape(m: 3, n: 4, k: 5), batch: 2).call(.uniform),
        ]
    }

    static var errors: [ErrorCase] {
        func refused(_ mention: String, _ change: @escaping (inout ck_gemm_descriptor) -> Void) -> ErrorCase {
            let shape = GEMMShape(m: 3, n: 4, k: 5, beta: 1)
            var call = shape.call(.uniform)
            call.name = "gemm with a bad \(mention)"
            call.run = { call in
                var descriptor = shape.descriptor()
                change(&descriptor)
                return ck_gemm_f32(call.context, &descriptor, call["a"], call["b"], nil, call["c"])
            }
            return ErrorCase(call, mentions: "ck_gemm_f32", mention)
        }
        func batched(
            _ mention: String, batch: Int64 = 2, strides: [Int64] = [15, 20, 12],
            _ change: @escaping (inout ck_gemm_descriptor) -> Void = { _ in }
        ) -> ErrorCase {
            let shape = GEMMShape(m: 3, n: 4, k: 5)
            var call = GEMMBatch(shape: shape, batch: 2).call(.uniform)
            call.run = { call in
                var descriptor = shape.descriptor()
                change(&descriptor)
                return ck_gemm_batched_f32(
                    call.context, &descriptor, batch, strides[0], strides[1], strides[2], call["a"], call["b"],
                    call["output"])
            }
            return ErrorCase(call, mentions: "ck_gemm_batched_f32", mention)
        }
        var withoutDescriptor = GEMMShape(m: 3, n: 4, k: 5).call(.uniform)
        withoutDescriptor.run = { ck_gemm_f32($0.context, nil, $0["a"], $0["b"], nil, $0["c"]) }
        return [
            refused("m") { $0.m = -1 }, refused("n") { $0.n = -2 }, refused("k") { $0.k = -3 },
            refused("lda") { $0.lda = 4 }, refused("ldb") { $0.ldb = 3 }, refused("ldc") { $0.ldc = 3 },
            refused("lda") {
                $0.transpose_a = true
                $0.lda = 2
            },
            refused("ldb") {
                $0.transpose_b = true
                $0.ldb = 4
            },
            refused("m") {
                $0.m = .max / 2
                $0.n = .max / 2
                $0.ldc = .max / 2
            },
            refused("ldc") { $0.ldc = .max },
            refused("bias") { $0.bias = ck_bias(rawValue: 7) },
            refused("bias") { $0.bias = CK_BIAS_PER_ROW },
            refused("activation") { $0.activation = ck_activation(rawValue: 9) },
            ErrorCase(withoutDescriptor, mentions: "ck_gemm_f32", "descriptor"),
            batched("batch", batch: -1), batched("a_stride", strides: [-15, 20, 12]),
            batched("b_stride", strides: [15, -20, 12]), batched("output_stride", strides: [15, 20, 11]),
            batched("output_stride", strides: [15, 20, .max / 4]), batched("a_stride", strides: [.max / 4, 20, 12]),
            batched("bias") { $0.bias = CK_BIAS_PER_ROW }, batched("lda") { $0.lda = 4 },
        ]
    }
}
