import CKernels
import Foundation

/// Functions of two elements and comparisons, broadcast, and selection by a condition.
enum ArrayBroadcastCases {
    struct Shape {
        var a: ArrayLayout
        var b: ArrayLayout

        init(_ a: ArrayLayout, _ b: ArrayLayout) { (self.a, self.b) = (a, b) }

        /// Contiguous operands that are broadcast as in NumPy.
        init(_ a: [Int], _ b: [Int]) {
            let rank = max(a.count, b.count)
            let padded = [a, b].map { [Int](repeating: 1, count: rank - $0.count) + $0 }
            let sizes = zip(padded[0], padded[1]).map { $0 == 1 ? $1 : $0 }
            self.init(.broadcast(a, to: sizes), .broadcast(b, to: sizes))
        }

        var name: String { "\(a.sizes) of \(a.strides) and \(b.strides)" }
    }

    private static let shapes: [Shape] = [
        Shape([], []), Shape([1], []), Shape([], [3]), Shape([0], []), Shape([3, 0], [1]), Shape([3, 1], [0]),
        Shape([17], [17]), Shape([33], []), Shape([], [33]), Shape([4, 1], [1, 5]), Shape([1, 19], [18, 1]),
        Shape([3, 5], [5]), Shape([5], [3, 5]), Shape([5, 1, 33], [1, 7, 33]), Shape([2, 8, 49], [8, 1]),
        Shape([2, 1, 3, 1, 2], [4, 1, 5, 1]), Shape([2, 1, 3, 1, 2, 1, 2, 3], [2, 1, 2, 1, 4, 1, 3]),
        Shape([1, 1, 1], [1, 1]), Shape([70_001], []), Shape([1, 300], [150, 1]), Shape([3, 1, 301], [3, 41, 1]),
        Shape([3000, 10], [3000, 1]), Shape([3], [7000, 3]), Shape([41, 9, 1, 5], [7, 5]), Shape([1, 63], [300, 1]),
        Shape(.permuted([20, 30], [1, 0]), .contiguous([30, 20])),
        Shape(.permuted([70, 90], [1, 0]), .broadcast([90, 1], to: [90, 70])),
        Shape(.permuted([70, 3, 90], [2, 1, 0]), .permuted([3, 90, 70], [1, 0, 2])),
        Shape(
            ArrayLayout(sizes: [4, 90, 70], strides: [0, 1, 90]), ArrayLayout(sizes: [4, 90, 70], strides: [1, 0, 4])),
        Shape(.contiguous([6, 300]), .permuted([300, 6], [1, 0])),
        Shape(.permuted([7, 5, 9], [2, 0, 1]), .permuted([5, 9, 7], [1, 2, 0])),
        Shape(ArrayLayout(sizes: [5, 40], strides: [40, -1]), ArrayLayout(sizes: [5, 40], strides: [-80, 2])),
        Shape(ArrayLayout(sizes: [5, 40], strides: [0, 0]), ArrayLayout(sizes: [5, 40], strides: [1, 5])),
    ]

    private static let operations = (0..<CK_BINARY_COUNT.rawValue).map { ck_binary_operation(rawValue: $0) }
    private static let rounding = [CK_BINARY_DIVIDE, CK_BINARY_POWER]
    private static let comparisons = (0..<CK_COMPARE_COUNT.rawValue).map { ck_comparison(rawValue: $0) }

    /// Operands with ties, and with every pair of a NaN or a number on either side.
    private static func tied(_ count: Int, _ stream: Int) -> [Float] {
        TestValues.integers(count, stream).enumerated().map { ($0.offset + stream) % 11 == 5 ? .nan : $0.element }
    }

    private static func inputs(_ shape: Shape, _ a: TestValues, _ b: TestValues) -> [Operand] {
        [.input("a", a(shape.a.extent, 1)), .input("b", b(shape.b.extent, 2))]
    }

    private static func binary(
        _ operation: ck_binary_operation, _ shape: Shape, _ a: TestValues, _ b: TestValues
    ) -> KernelCase {
        KernelCase(
            "ck_binary_broadcast_f32 operation \(operation.rawValue) \(shape.name)",
            inputs(shape, a, b) + [.output("output", count: shape.a.count)]
        ) { call in
            ck_binary_broadcast_f32(
                call.context, operation, call.size("rank", shape.a.sizes.count), call.sizes(shape.a.sizes),
                call["a"].map { $0 + shape.a.start }, shape.a.cStrides, call["b"].map { $0 + shape.b.start },
                shape.b.cStrides, call["output"])
        }
    }

    private static func random(_ operation: ck_binary_operation, _ shape: Shape) -> KernelCase {
        binary(
            operation, shape, operation == CK_BINARY_POWER ? .positive : .uniform,
            operation == CK_BINARY_DIVIDE ? .positive : .uniform)
    }

    private static func compare(_ comparison: ck_comparison, _ shape: Shape) -> KernelCase {
        KernelCase(
            "ck_compare_broadcast_f32 comparison \(comparison.rawValue) \(shape.name)",
            [
                .input("a", tied(shape.a.extent, 1)), .input("b", tied(shape.b.extent, 2)),
                .output("output", count: (shape.a.count + 3) / 4, element: .integer),
            ]
        ) { call in
            ck_compare_broadcast_f32(
                call.context, comparison, call.size("rank", shape.a.sizes.count), call.sizes(shape.a.sizes),
                call["a"].map { $0 + shape.a.start }, shape.a.cStrides, call["b"].map { $0 + shape.b.start },
                shape.b.cStrides, call.booleans("output"))
        }
    }

    private static func condition(_ count: Int) -> [UInt8] { TestValues.indices(count, below: 2, 3).map(UInt8.init) }

    private static func choose(_ count: Int) -> KernelCase {
        KernelCase(
            "ck_where_f32 count \(count)",
            [
                .bytes("condition", .input, condition(count)), .input("a", TestValues.uniform(count, 1)),
                .input("b", TestValues.uniform(count, 2)), .output("output", count: count),
            ]
        ) {
            ck_where_f32(
                $0.context, $0.size("count", count), $0.booleans("condition"), $0["a"], $0["b"], $0["output"])
        }
    }

    private static let counts = [0, 1, 7, 15, 16, 17, 255, 256, 257, 300, 20_001]

    static var exactCases: [KernelCase] {
        shapes.flatMap { shape in
            operations.filter { !rounding.contains($0) }.map { binary($0, shape, .integers, .integers) }
                + comparisons.map { compare($0, shape) }
        } + counts.map(choose)
    }

    static var randomCases: [KernelCase] {
        shapes.flatMap { shape in
            operations.map {
                random($0, shape).agreeing(.relative(units: $0 == CK_BINARY_POWER ? 4 : 2))
            }
                // Negative bases, and 0 to the power of 0 and below.
                + [binary(CK_BINARY_POWER, shape, .integers, .integers).agreeing(.relative(units: 4))]
        }
    }

    private static func value(_ operation: ck_binary_operation, _ a: Double, _ b: Double) -> Double {
        switch operation {
        case CK_BINARY_ADD: a + b
        case CK_BINARY_SUBTRACT: a - b
        case CK_BINARY_MULTIPLY: a * b
        case CK_BINARY_DIVIDE: a / b
        case CK_BINARY_MAXIMUM: max(a, b)
        case CK_BINARY_POWER: pow(a, b)
        default: min(a, b)
        }
    }

    private static func value(_ comparison: ck_comparison, _ a: Float, _ b: Float) -> Bool {
        switch comparison {
        case CK_COMPARE_EQUAL: a == b
        case CK_COMPARE_NOT_EQUAL: a != b
        case CK_COMPARE_LESS: a < b
        case CK_COMPARE_LESS_EQUAL: a <= b
        case CK_COMPARE_GREATER: a > b
        default: a >= b
        }
    }

    static var definitions: [Definition] {
        var definitions = counts.filter { $0 < 1000 }.map { count in
            let (a, b) = (TestValues.uniform(count, 1), TestValues.uniform(count, 2))
            let expected = condition(count).enumerated().map { Double($0.element != 0 ? a[$0.offset] : b[$0.offset]) }
            return Definition(choose(count), "output", expected, magnitudes: expected, units: 0)
        }
        for shape in shapes where shape.a.count < 5000 {
            let pairs = Array(zip(shape.a.positions, shape.b.positions))
            for operation in operations {
                let call = random(operation, shape)
                let (a, b) = (call.operands[0].words.floats, call.operands[1].words.floats)
                let expected = pairs.map { value(operation, Double(a[$0]), Double(b[$1])) }
                definitions.append(
                    Definition(call, "output", expected, magnitudes: expected.map { abs($0) }, units: 2))
            }
            let (a, b) = (tied(shape.a.extent, 1), tied(shape.b.extent, 2))
            for comparison in comparisons {
                let expected = pairs.map { UInt8(value(comparison, a[$0], b[$1]) ? 1 : 0) }
                definitions.append(Definition(compare(comparison, shape), "output", words: packed(expected)))
            }
        }
        return definitions
    }

    private static let small = Shape([2, 1, 3], [4, 1])
    static var entryPoints: [KernelCase] {
        [
            binary(CK_BINARY_ADD, small, .uniform, .uniform), compare(CK_COMPARE_LESS, small), choose(9),
        ]
    }

    static var errors: [ErrorCase] {
        func refused(
            _ mention: String, operation: UInt32 = 0, rank: Int64 = 3, sizes: [Int64]? = [2, 4, 3],
            a: [Int64]? = [3, 0, 1], b: [Int64]? = [0, 1, 0]
        ) -> [ErrorCase] {
            var binary = binary(CK_BINARY_ADD, small, .uniform, .uniform)
            binary.run = {
                ck_binary_broadcast_f32(
                    $0.context, .init(rawValue: operation), rank, sizes, $0["a"], a, $0["b"], b, $0["output"])
            }
            var compare = compare(CK_COMPARE_LESS, small)
            compare.run = {
                ck_compare_broadcast_f32(
                    $0.context, .init(rawValue: operation), rank, sizes, $0["a"], a, $0["b"], b,
                    $0.booleans("output"))
            }
            return [
                ErrorCase(binary, mentions: "ck_binary_broadcast_f32", mention == "choice" ? "operation" : mention),
                ErrorCase(compare, mentions: "ck_compare_broadcast_f32", mention == "choice" ? "comparison" : mention),
            ]
        }
        var badCount = choose(9)
        badCount.run = { ck_where_f32($0.context, -1, $0.booleans("condition"), $0["a"], $0["b"], $0["output"]) }
        return [
            refused("choice", operation: 7), refused("choice", operation: .max), refused("rank", rank: 9),
            refused("rank", rank: -1), refused("sizes", sizes: nil), refused("sizes[0]", sizes: [-2, 4, 3]),
            refused("", sizes: [.max / 2, 4, 3]), refused("a_strides", a: nil), refused("b_strides", b: nil),
            refused("a_strides[0]", a: [.max, 0, 1]), refused("b_strides[1]", b: [0, .min / 3, 0]),
        ].flatMap { $0 } + [ErrorCase(badCount, mentions: "ck_where_f32", "count")]
    }
}
