import CKernels

enum LayoutCases: OperatorCases {
    static let operatorName = "layout"

    private static func transpose(_ batch: Int, _ rows: Int, _ columns: Int) -> KernelCase {
        let count = batch * rows * columns
        return KernelCase(
            "ck_transpose_f32 [\(batch), \(rows), \(columns)]",
            [.input("input", TestValues.uniform(count, 1)), .output("output", count: count)]
        ) {
            ck_transpose_f32(
                $0.context, $0.size("batch", batch), $0.size("rows", rows), $0.size("columns", columns), $0["input"],
                $0["output"])
        }
    }

    private static func copyRows(
        _ rows: Int, _ columns: Int, inputGap: Int = 0, outputGap: Int = 0, beta: Float = 0, _ values: TestValues
    ) -> KernelCase {
        let (inputStride, outputStride) = (columns + inputGap, columns + outputGap)
        let output = Operand.gradient(
            "output", values.matrix(rows: rows, width: columns, stride: outputStride, 2), beta: beta)
        return KernelCase(
            "ck_copy_rows_f32 \(rows)x\(columns) strides \(inputStride), \(outputStride) beta \(beta)",
            [
                .input("input", values.matrix(rows: rows, width: columns, stride: inputStride, 1)),
                output.withRows(width: columns, stride: outputStride),
            ]
        ) {
            ck_copy_rows_f32(
                $0.context, $0.size("rows", rows), $0.size("columns", columns), $0.size("input_stride", inputStride),
                $0["input"], beta, $0.size("output_stride", outputStride), $0["output"])
        }
    }

    private static let transposeShapes = [
        (0, 3, 4), (2, 0, 4), (2, 3, 0), (1, 1, 1), (2, 1, 9), (2, 9, 1), (3, 7, 8), (1, 8, 8), (2, 15, 17),
        (1, 16, 16), (1, 31, 33), (2, 64, 65), (1, 300, 250), (5, 100, 61),
    ]
    private static let copyShapes = [
        (0, 3), (3, 0), (1, 1), (2, 7), (5, 8), (3, 9), (4, 15), (7, 16), (2, 17), (3, 33), (400, 130),
    ]

    private static func copies(_ values: TestValues) -> [KernelCase] {
        copyShapes.flatMap { rows, columns in
            [0, 1].flatMap { (beta: Float) in
                [
                    copyRows(rows, columns, beta: beta, values),
                    copyRows(rows, columns, inputGap: 3, beta: beta, values),
                    copyRows(rows, columns, inputGap: 1, outputGap: 5, beta: beta, values),
                ]
            }
        }
    }

    static var exactCases: [KernelCase] { transposeShapes.map(transpose) + copies(.integers) }

    /// One addition rounds the same way everywhere.
    static var randomCases: [KernelCase] { copies(.uniform) }

    static var definitions: [Definition] {
        transposeShapes.filter { $0.0 * $0.1 * $0.2 < 5000 }.map { batch, rows, columns in
            let input = TestValues.uniform(batch * rows * columns, 1).map(Double.init)
            var expected: [Double] = []
            for b in 0..<batch {
                for j in 0..<columns { for i in 0..<rows { expected.append(input[(b * rows + i) * columns + j]) } }
            }
            return Definition(transpose(batch, rows, columns), "output", expected, magnitudes: expected, units: 0)
        }
            + [0, 1].map { (beta: Float) in
                let input = TestValues.uniform(7 * 5, 1).map(Double.init)
                let before = TestValues.uniform(7 * 5, 2).map(Double.init)
                let expected = zip(input, before).map { $0 + Double(beta) * $1 }
                return Definition(
                    copyRows(7, 5, inputGap: 2, outputGap: 3, beta: beta, .uniform), "output", expected,
                    magnitudes: zip(input, before).map { abs($0) + abs($1) }, units: 1)
            }
    }

    static var entryPoints: [KernelCase] { [transpose(2, 3, 4), copyRows(3, 4, .uniform)] }

    static var errors: [ErrorCase] {
        func transposing(_ mention: String, _ sizes: [Int64]) -> ErrorCase {
            var call = transpose(2, 3, 4)
            call.run = { ck_transpose_f32($0.context, sizes[0], sizes[1], sizes[2], $0["input"], $0["output"]) }
            return ErrorCase(call, mentions: "ck_transpose_f32", mention)
        }
        func copying(_ mention: String, _ sizes: [Int64], beta: Float = 1) -> ErrorCase {
            var call = copyRows(3, 4, beta: 1, .uniform)
            call.run = {
                ck_copy_rows_f32($0.context, sizes[0], sizes[1], sizes[2], $0["input"], beta, sizes[3], $0["output"])
            }
            return ErrorCase(call, mentions: "ck_copy_rows_f32", mention)
        }
        var inPlace = KernelCase("ck_transpose_f32 in place", [.updated("output", TestValues.uniform(12, 1))]) {
            ck_transpose_f32($0.context, 1, 3, 4, $0["output"], $0["output"])
        }
        inPlace.agreement = .exact
        return [
            transposing("batch", [-1, 3, 4]), transposing("rows", [2, -3, 4]), transposing("columns", [2, 3, -4]),
            transposing("", [.max / 2, 3, 4]), ErrorCase(inPlace, mentions: "ck_transpose_f32", "output"),
            copying("rows", [-1, 4, 4, 4]), copying("columns", [3, -4, 4, 4]), copying("input_stride", [3, 4, 3, 4]),
            copying("output_stride", [3, 4, 4, 3]), copying("", [.max / 2, 4, 4, 4]),
            copying("beta", [3, 4, 4, 4], beta: 2),
        ]
    }
}
