import CKernels

/// Selection by index, and sums along an axis.
enum ArrayIndexCases {
    enum Operation: String, CaseIterable {
        case take = "ck_take_f32"
        case takeAdd = "ck_take_add_f32"
        case gather = "ck_gather_f32"
        case scatterAdd = "ck_scatter_add_f32"

        var hasIndexOfItsOwn: Bool { self == .gather || self == .scatterAdd }
        var adds: Bool { self == .takeAdd || self == .scatterAdd }
    }

    struct Shape {
        var outer: Int
        var axis: Int
        var inner: Int
        var count: Int

        init(_ outer: Int, _ axis: Int, _ inner: Int, _ count: Int) {
            (self.outer, self.axis, self.inner, self.count) = (outer, axis, inner, count)
        }
        var name: String { "[\(outer), \(axis), \(inner)] count \(count)" }
        var whole: Int { outer * axis * inner }
        var chosen: Int { outer * count * inner }
        func indexCount(_ operation: Operation) -> Int { operation.hasIndexOfItsOwn ? chosen : count }
    }

    private static let shapes = [
        Shape(0, 3, 4, 2), Shape(2, 3, 0, 2), Shape(2, 3, 4, 0), Shape(2, 0, 4, 0), Shape(1, 1, 1, 1),
        Shape(1, 1, 1, 9), Shape(1, 50, 1, 33), Shape(5, 7, 1, 19), Shape(3, 4, 7, 5), Shape(1, 9, 16, 40),
        Shape(2, 11, 17, 6), Shape(1, 6, 65, 31), Shape(4, 3, 130, 3), Shape(300, 5, 3, 21), Shape(1, 2000, 1, 40_000),
        Shape(1, 400, 300, 90), Shape(40, 33, 40, 30),
    ]

    private static func run(_ operation: Operation, _ shape: Shape, _ call: KernelCase.Call) -> ck_status {
        let (outer, axis) = (call.size("outer", shape.outer), call.size("axis", shape.axis))
        let (inner, count) = (call.size("inner", shape.inner), call.size("count", shape.count))
        let function =
            switch operation {
            case .take: ck_take_f32
            case .takeAdd: ck_take_add_f32
            case .gather: ck_gather_f32
            case .scatterAdd: ck_scatter_add_f32
            }
        return function(
            call.context, outer, axis, inner, count, call.integers("indices"), call["input"], call["output"])
    }

    private static func call(_ operation: Operation, _ shape: Shape, _ values: TestValues) -> KernelCase {
        let (inputs, outputs) = operation.adds ? (shape.chosen, shape.whole) : (shape.whole, shape.chosen)
        let output: Operand =
            operation == .scatterAdd
            ? .updated("output", values(outputs, 2)) : .output("output", count: outputs)
        return KernelCase(
            "\(operation.rawValue) \(shape.name)",
            [
                .integers("indices", TestValues.indices(shape.indexCount(operation), below: shape.axis, 3)),
                .input("input", values(inputs, 1)), output,
            ]
        ) { run(operation, shape, $0) }
    }

    private static func definition(_ operation: Operation, _ shape: Shape) -> Definition {
        let call = call(operation, shape, .uniform)
        let indices = call.operands[0].words.map { Int(Int32(bitPattern: $0)) }
        let input = call.operands[1].words.floats.map(Double.init)
        let before = operation == .scatterAdd ? call.operands[2].words.floats.map(Double.init) : []
        var sums = Sums(operation.adds ? before.isEmpty ? [Double](repeating: 0, count: shape.whole) : before : [])
        var chosen: [Double] = []
        for o in 0..<shape.outer {
            for j in 0..<shape.count {
                for i in 0..<shape.inner {
                    let element = (o * shape.count + j) * shape.inner + i
                    let index = indices[operation.hasIndexOfItsOwn ? element : j]
                    let place = (o * shape.axis + index) * shape.inner + i
                    if operation.adds { sums.add(input[element], at: place) } else { chosen.append(input[place]) }
                }
            }
        }
        return operation.adds
            ? Definition(
                call, "output", sums.values, magnitudes: sums.magnitudes,
                units: Double(Agreement.roundings(terms: shape.count)))
            : Definition(call, "output", chosen, magnitudes: chosen, units: 0)
    }

    // MARK: Running sums

    private static func sum(_ shape: Shape, reversed: Bool, _ values: TestValues) -> KernelCase {
        KernelCase(
            "ck_cumulative_sum_f32 [\(shape.outer), \(shape.axis), \(shape.inner)] reversed \(reversed)",
            [.input("input", values(shape.whole, 1)), .output("output", count: shape.whole)]
        ) {
            ck_cumulative_sum_f32(
                $0.context, $0.size("outer", shape.outer), $0.size("axis", shape.axis), $0.size("inner", shape.inner),
                reversed, $0["input"], $0["output"])
        }
    }

    private static func sumDefinition(_ shape: Shape, reversed: Bool) -> Definition {
        let input = TestValues.uniform(shape.whole, 1).map(Double.init)
        var expected = input
        for o in 0..<shape.outer {
            for i in 0..<shape.inner {
                let line = (0..<shape.axis).map { (o * shape.axis + $0) * shape.inner + i }
                var sum = 0.0
                for place in reversed ? line.reversed() : line {
                    sum += input[place]
                    expected[place] = sum
                }
            }
        }
        return Definition(
            sum(shape, reversed: reversed, .uniform), "output", expected, magnitudes: expected.map { abs($0) + 1 },
            units: 1)
    }

    // MARK: Tables

    /// Terms are added in the same order everywhere, so random numbers agree exactly too.
    static var exactCases: [KernelCase] {
        [TestValues.integers, .uniform].flatMap { values in
            shapes.flatMap { shape in
                Operation.allCases.map { call($0, shape, values) }
                    + [false, true].map { sum(shape, reversed: $0, values) }
            }
        }
    }

    static var definitions: [Definition] {
        shapes.filter { $0.whole + $0.chosen < 20_000 }.flatMap { shape in
            Operation.allCases.map { definition($0, shape) } + [false, true].map { sumDefinition(shape, reversed: $0) }
        }
    }

    private static let small = Shape(2, 5, 3, 4)
    static var entryPoints: [KernelCase] {
        Operation.allCases.map { call($0, small, .uniform) } + [sum(small, reversed: false, .uniform)]
    }

    static var errors: [ErrorCase] {
        let broken = [
            ("outer", Shape(-1, 5, 3, 4)), ("axis", Shape(2, -5, 3, 4)), ("inner", Shape(2, 5, -3, 4)),
            ("", Shape(.max / 2, 5, 3, 4)),
        ]
        var errors = (broken + [("count", Shape(2, 5, 3, -4))]).flatMap { mention, shape in
            Operation.allCases.map { operation in
                var call = call(operation, small, .uniform)
                call.run = { run(operation, shape, $0) }
                return ErrorCase(call, mentions: operation.rawValue, mention)
            }
        }
        errors += broken.map { mention, shape in
            var call = sum(small, reversed: true, .uniform)
            call.run = {
                ck_cumulative_sum_f32(
                    $0.context, shape.outer.signed, shape.axis.signed, shape.inner.signed, true, $0["input"],
                    $0["output"])
            }
            return ErrorCase(call, mentions: "ck_cumulative_sum_f32", mention)
        }
        for bad: Int32 in [-1, 5, .max, .min] {
            for operation in Operation.allCases {
                var call = call(operation, small, .uniform)
                call.operands[0].words[3] = UInt32(bitPattern: bad)
                errors.append(ErrorCase(call, mentions: operation.rawValue, "index 3", "\(bad)", "5 positions"))
            }
        }
        return errors
    }
}
