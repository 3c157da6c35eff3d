import CKernels

/// A lookup of the test table.
struct EmbeddingShape {
    var count: Int
    var vocabulary: Int
    var dimension: Int
    var paddingIndex = -1
    var indexStream = 1

    var indices: [Int32] { TestValues.indices(count, below: vocabulary, indexStream) }
    private var name: String { "\(count) of \(vocabulary)x\(dimension) padding \(paddingIndex)" }

    var descriptor: ck_embedding_descriptor {
        ck_embedding_descriptor(
            count: count.signed, vocabulary: vocabulary.signed, dimension: dimension.signed,
            padding_index: paddingIndex.signed)
    }

    func runForward(_ call: KernelCase.Call) -> ck_status {
        call.passing(descriptor) {
            ck_embedding_f32_forward(call.context, $0, call["table"], call.integers("indices"), call["output"])
        }
    }

    func runBackward(_ call: KernelCase.Call, beta: Float) -> ck_status {
        call.passing(descriptor) {
            ck_embedding_f32_backward(
                call.context, $0, call["output_gradient"], call.integers("indices"), beta, call["table_gradient"])
        }
    }

    func forward(_ values: TestValues) -> KernelCase {
        KernelCase(
            "ck_embedding_f32_forward \(name)",
            [
                .input("table", values(vocabulary * dimension, 1)), .integers("indices", indices),
                .output("output", count: count * dimension),
            ], run: runForward)
    }

    func backward(_ values: TestValues, beta: Float) -> KernelCase {
        KernelCase(
            "ck_embedding_f32_backward \(name) beta \(beta)",
            [
                .input("output_gradient", values(count * dimension, 2)), .integers("indices", indices),
                .gradient("table_gradient", values(vocabulary * dimension, 3), beta: beta),
            ]
        ) { runBackward($0, beta: beta) }
    }

    var definitions: [Definition] {
        let table = TestValues.uniform(vocabulary * dimension, 1).map(Double.init)
        let gradient = TestValues.uniform(count * dimension, 2).map(Double.init)
        var sums = Sums(TestValues.uniform(vocabulary * dimension, 3).map(Double.init))
        var result: [Double] = []
        for (position, index) in indices.enumerated() {
            result += table[Int(index) * dimension..<(Int(index) + 1) * dimension]
            guard Int(index) != paddingIndex else { continue }
            for x in 0..<dimension { sums.add(gradient[position * dimension + x], at: Int(index) * dimension + x) }
        }
        return [
            Definition(forward(.uniform), "output", result, magnitudes: result, units: 0),
            Definition(
                backward(.uniform, beta: 1), "table_gradient", sums.values, magnitudes: sums.magnitudes,
                units: Double(Agreement.roundings(terms: count))),
        ]
    }
}

enum EmbeddingCases: OperatorCases {
    static let operatorName = "embedding"

    private static let shapes: [EmbeddingShape] = [
        EmbeddingShape(count: 0, vocabulary: 5, dimension: 3),
        EmbeddingShape(count: 0, vocabulary: 0, dimension: 3),
        EmbeddingShape(count: 4, vocabulary: 5, dimension: 0),
        EmbeddingShape(count: 1, vocabulary: 1, dimension: 1),
        EmbeddingShape(count: 7, vocabulary: 3, dimension: 7, paddingIndex: 0),
        EmbeddingShape(count: 40, vocabulary: 2, dimension: 8),
        EmbeddingShape(count: 13, vocabulary: 11, dimension: 9, paddingIndex: 10),
        EmbeddingShape(count: 31, vocabulary: 50, dimension: 15),
        EmbeddingShape(count: 33, vocabulary: 17, dimension: 16, paddingIndex: 3),
        EmbeddingShape(count: 64, vocabulary: 100, dimension: 17),
        EmbeddingShape(count: 100, vocabulary: 7, dimension: 33),
        EmbeddingShape(count: 501, vocabulary: 1009, dimension: 50),
        EmbeddingShape(count: 3200, vocabulary: 2000, dimension: 60, paddingIndex: 0),
    ]

    static var exactCases: [KernelCase] {
        shapes.flatMap { [$0.forward(.integers), $0.backward(.integers, beta: 0), $0.backward(.integers, beta: 1)] }
    }

    /// Equal indices are added in order of position, so even random numbers agree exactly in one order; the tolerance
    /// allows a variant that sums repeats before it adds them.
    static var randomCases: [KernelCase] {
        shapes.flatMap { shape in
            [shape.forward(.uniform)]
                + [0, 1].map { (beta: Float) in
                    shape.backward(.uniform, beta: beta).agreeing(
                        .scaled(
                            units: Agreement.roundings(terms: shape.count),
                            magnitudes: shape.backward(.magnitudes, beta: beta)))
                }
        }
    }

    static var definitions: [Definition] { shapes.filter { $0.count < 600 }.flatMap(\.definitions) }

    private static let small = EmbeddingShape(count: 6, vocabulary: 5, dimension: 3)
    static var entryPoints: [KernelCase] { [small.forward(.uniform), small.backward(.uniform, beta: 0)] }

    static var errors: [ErrorCase] {
        let changes: [(String, (inout EmbeddingShape) -> Void)] = [
            ("count", { $0.count = -1 }), ("vocabulary", { $0.vocabulary = -1 }), ("dimension", { $0.dimension = -2 }),
            ("padding_index", { $0.paddingIndex = -2 }), ("padding_index", { $0.paddingIndex = 5 }),
            ("dimension", { $0.dimension = .max / 2 }),
        ]
        var errors = changes.flatMap { mention, change -> [ErrorCase] in
            var broken = small
            change(&broken)
            var forward = small.forward(.uniform)
            forward.run = broken.runForward
            var backward = small.backward(.uniform, beta: 1)
            backward.run = { broken.runBackward($0, beta: 1) }
            return [
                ErrorCase(forward, mentions: "ck_embedding_f32_forward", mention),
                ErrorCase(backward, mentions: "ck_embedding_f32_backward", mention),
            ]
        }
        for bad: Int32 in [-1, 5, .max, .min] {
            for var call in [small.forward(.uniform), small.backward(.uniform, beta: 1)] {
                let position = call.operands.firstIndex { $0.name == "indices" }!
                call.operands[position].words[4] = UInt32(bitPattern: bad)
                errors.append(ErrorCase(call, mentions: "ck_embedding_f32", "index 4", "\(bad)", "5 rows"))
            }
        }
        var badBeta = small.backward(.uniform, beta: 1)
        badBeta.run = { small.runBackward($0, beta: 0.25) }
        return errors + [ErrorCase(badBeta, mentions: "ck_embedding_f32_backward", "beta")]
    }
}
