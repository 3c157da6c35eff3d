import CKernels

/// Copies between layouts.
enum ArrayCopyCases {
    struct Shape {
        var input: ArrayLayout
        var output: ArrayLayout

        init(_ input: ArrayLayout, _ outputStrides: [Int]? = nil) {
            self.input = input
            output = outputStrides.map { ArrayLayout(sizes: input.sizes, strides: $0) } ?? .contiguous(input.sizes)
        }
    }

    private static func strided(_ sizes: [Int], _ strides: [Int]) -> ArrayLayout {
        ArrayLayout(sizes: sizes, strides: strides)
    }

    static let shapes: [Shape] = [
        // One element, and none.
        Shape(.contiguous([])), Shape(.contiguous([1])), Shape(strided([1, 1], [7, -3])), Shape(.contiguous([0, 3])),
        Shape(strided([3, 0, 2], [5, 5, 5])), Shape(strided([0], [0])),
        // Contiguous on both sides, whatever the axes.
        Shape(.contiguous([7])), Shape(.contiguous([3, 1, 5])), Shape(.contiguous([2, 3, 4, 5, 6, 7])),
        Shape(.contiguous([41_000])),
        // Transposed.
        Shape(.permuted([5, 7], [1, 0])), Shape(.permuted([7, 3], [1, 0])), Shape(.permuted([3, 71], [1, 0])),
        Shape(.permuted([16, 16], [1, 0])), Shape(.permuted([33, 65], [1, 0])), Shape(.permuted([130, 64], [1, 0])),
        Shape(.permuted([2100, 70], [1, 0])), Shape(.permuted([70, 2100], [1, 0])),
        Shape(.permuted([3, 20, 65], [0, 2, 1])), Shape(.permuted([3, 20, 65], [2, 0, 1])),
        Shape(.permuted([12, 9, 17], [2, 1, 0])), Shape(.permuted([40, 30, 5], [1, 0, 2])),
        Shape(.permuted([2, 19, 6, 7], [0, 2, 3, 1])), Shape(.permuted([2, 6, 7, 19], [0, 3, 1, 2])),
        Shape(.permuted([2, 3, 30, 31], [0, 2, 3, 1])), Shape(.permuted([3, 64, 24, 32], [0, 2, 3, 1])),
        Shape(.permuted([2, 3, 4, 5, 2, 3], [5, 3, 1, 4, 2, 0])),
        Shape(.permuted([2, 1, 3, 2, 1, 2, 2, 3], [7, 6, 5, 4, 3, 2, 1, 0])),
        // Backwards, with steps, repeated.
        Shape(strided([300], [-1])), Shape(strided([20, 31], [31, -1])), Shape(strided([20, 31], [-31, 1])),
        Shape(strided([20, 31], [-31, -1])), Shape(strided([50], [2])), Shape(strided([50], [-2])),
        Shape(strided([50], [3])), Shape(strided([9, 33], [200, 2])), Shape(strided([9, 33], [1, -9])),
        Shape(strided([5, 40], [0, 1])), Shape(strided([5, 40], [1, 0])), Shape(strided([5, 40], [0, 0])),
        Shape(strided([4, 3, 30], [3, 1, 0])),
        // Into a part of a larger array, backwards, and across.
        Shape(.contiguous([6, 10]), [15, 1]), Shape(.contiguous([6, 10]), [-10, 1]),
        Shape(.contiguous([6, 10]), [10, -1]),
        Shape(.contiguous([6, 10]), [1, 6]), Shape(.contiguous([20, 30]), [3, 100]),
        Shape(.permuted([30, 20], [1, 0]), [35, 1]),
        Shape(.permuted([30, 20], [1, 0]), [64, 2]), Shape(strided([20, 30], [1, -20]), [-31, 1]),
    ]

    static func call(_ shape: Shape, elementSize: Int = 4) -> KernelCase {
        let (input, output) = (shape.input, shape.output)
        var operands: [Operand] = [
            .input("input", TestValues.uniform(input.extent, 1)),
            .updated("output", TestValues.uniform(output.extent, 2)),
        ]
        if output.extent == output.count { operands[1] = .output("output", count: output.count) }
        if elementSize == 1 {
            operands = [
                .bytes("input", .input, bytes(input.extent, 1)), .bytes("output", .updated, bytes(output.extent, 2)),
            ]
        }
        let name =
            "ck_copy_strided \(elementSize) bytes \(input.sizes) from \(input.strides) to \(output.strides)"
        return KernelCase(name, operands) { call in
            ck_copy_strided(
                call.context, call.size("element_size", elementSize), call.size("rank", input.sizes.count),
                call.sizes(input.sizes), call.bytes("input").map { $0 + input.start * elementSize }, input.cStrides,
                call.bytes("output").map { $0 + output.start * elementSize }, output.cStrides)
        }
    }

    private static func bytes(_ count: Int, _ stream: Int) -> [UInt8] {
        TestValues.indices(count, below: 256, stream).map(UInt8.init)
    }

    static var exactCases: [KernelCase] { shapes.flatMap { [call($0), call($0, elementSize: 1)] } }

    static var definitions: [Definition] {
        shapes.filter { $0.input.count < 5000 }.flatMap { shape -> [Definition] in
            let pairs = Array(zip(shape.input.positions, shape.output.positions))
            let input = TestValues.uniform(shape.input.extent, 1)
            var values = TestValues.uniform(shape.output.extent, 2)
            let inputBytes = bytes(shape.input.extent, 1)
            var outputBytes = bytes(shape.output.extent, 2)
            for (from, to) in pairs {
                values[to] = input[from]
                outputBytes[to] = inputBytes[from]
            }
            return [
                Definition(call(shape), "output", values.map(Double.init), magnitudes: values.map { _ in 0 }, units: 0),
                Definition(call(shape, elementSize: 1), "output", words: packed(outputBytes)),
            ]
        }
    }

    static var entryPoints: [KernelCase] { [call(Shape(.permuted([3, 4], [1, 0])))] }

    static var errors: [ErrorCase] {
        let shape = Shape(.contiguous([3, 4]))
        func refused(
            _ mentions: String, size: Int64 = 4, rank: Int64 = 2, sizes: [Int64]? = [3, 4], from: [Int64]? = [4, 1],
            to: [Int64]? = [4, 1]
        ) -> ErrorCase {
            var call = call(shape)
            call.run = {
                ck_copy_strided($0.context, size, rank, sizes, $0.bytes("input"), from, $0.bytes("output"), to)
            }
            return ErrorCase(call, mentions: "ck_copy_strided", mentions)
        }
        return [
            refused("element_size", size: 2), refused("element_size", size: 8), refused("rank", rank: -1),
            refused("rank", rank: 9), refused("sizes", sizes: nil), refused("sizes[1]", sizes: [3, -4]),
            refused("sizes[0]", sizes: [.max / 2, 4]), refused("input_strides", from: nil),
            refused("output_strides", to: nil), refused("input_strides[0]", from: [.max / 2, 1]),
            refused("input_strides[1]", from: [4, .min]), refused("output_strides[0]", to: [.max / 4, 1]),
            refused("output_strides[1]", to: [4, 0]),
        ]
    }
}
