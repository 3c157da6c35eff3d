import CKernels
import Foundation

enum ElementwiseCases: OperatorCases {
    static let operatorName = "elementwise"

    private static let counts = [0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 257, 1009, 40_009]

    private static let binaryOperations = (0..<CK_BINARY_COUNT.rawValue).map { ck_binary_operation(rawValue: $0) }

    private static let exactBinary = [
        CK_BINARY_ADD, CK_BINARY_SUBTRACT, CK_BINARY_MULTIPLY, CK_BINARY_MAXIMUM, CK_BINARY_MINIMUM,
    ]
    // MARK: Unary

    /// Long operands repeat a short one: working out each element is slow in a debug build.
    private static func repeated(to count: Int, _ values: (Int) -> [Float]) -> [Float] {
        let period = 1009
        if count <= period { return values(count) }
        let part = values(period)
        return Array(Array(repeatElement(part, count: count / period + 1).joined()).prefix(count))
    }

    private static func input(_ function: UnaryFunction, _ values: TestValues, _ count: Int) -> [Float] {
        if values == .integers { return values(count, 1) }
        return repeated(to: count) {
            function.isPositiveOnly ? TestValues.positive($0, 1) : values($0, 1).map { 4 * $0 }
        }
    }

    private static func unaryForward(
        _ function: UnaryFunction, _ input: [Float], inPlace: Bool = false
    ) -> KernelCase {
        let name =
            "ck_unary_f32_forward operation \(function.operation.rawValue) count \(input.count) in place \(inPlace)"
        let from = inPlace ? "output" : "input"
        let operands: [Operand] =
            inPlace ? [.updated("output", input)] : [.input("input", input), .output("output", count: input.count)]
        return KernelCase(name, operands) {
            ck_unary_f32_forward(
                $0.context, function.operation, UnaryFunction.parameter, $0.size("count", input.count), $0[from],
                $0["output"])
        }
    }

    private static func unaryBackward(
        _ function: UnaryFunction, _ values: TestValues, count: Int, beta: Float
    ) -> KernelCase {
        let input = input(function, values, count)
        // Integers do not repeat, and their derivatives do not need the output.
        let output =
            values == .integers
            ? input : repeated(to: count) { input.prefix($0).map { Float(function.value(Double($0))) } }
        return KernelCase(
            "ck_unary_f32_backward operation \(function.operation.rawValue) count \(count) beta \(beta)",
            [
                .input("input", input), .input("output", output),
                .input("output_gradient", values(count, 2)), .gradient("input_gradient", values(count, 3), beta: beta),
            ]
        ) {
            ck_unary_f32_backward(
                $0.context, function.operation, UnaryFunction.parameter, $0.size("count", count), $0["input"],
                $0["output"], $0["output_gradient"], beta, $0["input_gradient"])
        }
    }

    private static func unaryDefinitions(_ function: UnaryFunction) -> [Definition] {
        let input = input(function, .uniform, 203).map(Double.init)
        let expected = input.map(function.value)
        let gradients = TestValues.uniform(203, 2).map(Double.init)
        let before = TestValues.uniform(203, 3).map(Double.init)
        let derivatives = zip(input, expected).map(function.derivative)
        let terms = function.terms.map { zip(input, expected).map($0) } ?? derivatives.map { abs($0) }
        return [
            Definition(
                unaryForward(function, input.map { Float($0) }), "output", expected,
                magnitudes: expected.map { abs($0) },
                units: Double(function.units)),
            Definition(
                unaryBackward(function, .uniform, count: 203, beta: 1), "input_gradient",
                zip(zip(gradients, derivatives), before).map { $0.0 * $0.1 + $1 },
                magnitudes: zip(zip(gradients, terms), before).map { abs($0.0) * $0.1 + abs($1) }, units: 12),
        ]
    }

    /// Signed zeros, infinities, NaN, and the ends of the range of exp.
    private static let specialValues: [Float] = [
        0, -0.0, .infinity, -.infinity, .nan, 1, -1, 88, -87, 88.5, 89, 90, -104, -200, 1e-30, -1e-30, 1e30, -1e30,
        1e-6, -1e-6, 0.5, 2, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNormalMagnitude, 16, -16, 9, -9,
    ]

    // MARK: Binary

    private struct Broadcast {
        var outer: Int
        var axis: Int
        var inner: Int
        var count: Int { outer * axis * inner }
    }

    private static let broadcasts =
        counts.map { Broadcast(outer: 1, axis: $0, inner: 1) }
        + [
            Broadcast(outer: 1, axis: 1, inner: 37), Broadcast(outer: 33, axis: 1, inner: 1),
            Broadcast(outer: 3, axis: 5, inner: 7), Broadcast(outer: 2, axis: 8, inner: 16),
            Broadcast(outer: 4, axis: 3, inner: 1), Broadcast(outer: 0, axis: 3, inner: 4),
            Broadcast(outer: 3, axis: 0, inner: 4), Broadcast(outer: 17, axis: 31, inner: 33),
            Broadcast(outer: 70, axis: 500, inner: 1), Broadcast(outer: 5, axis: 6, inner: 1600),
        ]

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

    private static func binary(
        _ operation: ck_binary_operation, _ shape: Broadcast, _ a: [Float], _ b: [Float], inPlace: Bool = false
    ) -> KernelCase {
        let name =
            "ck_binary_f32 operation \(operation.rawValue) [\(shape.outer), \(shape.axis), \(shape.inner)]"
            + " in place \(inPlace)"
        let broadcast = ck_broadcast(outer: shape.outer.signed, axis: shape.axis.signed, inner: shape.inner.signed)
        let operands: [Operand] =
            inPlace
            ? [.updated("output", a), .input("b", b)]
            : [.input("a", a), .input("b", b), .output("output", count: shape.count)]
        return KernelCase(name, operands) { call in
            call.passing(broadcast) {
                ck_binary_f32(call.context, operation, $0, call[inPlace ? "output" : "a"], call["b"], call["output"])
            }
        }
    }

    private static func binary(
        _ operation: ck_binary_operation, _ shape: Broadcast, _ values: TestValues, inPlace: Bool = false
    ) -> KernelCase {
        let a = operation == CK_BINARY_POWER ? TestValues.positive : values
        let b = operation == CK_BINARY_DIVIDE ? TestValues.positive : values
        return binary(operation, shape, a(shape.count, 1), b(shape.axis, 2), inPlace: inPlace)
    }

    private static func binaryDefinition(_ operation: ck_binary_operation, _ shape: Broadcast) -> Definition {
        let bases = operation == CK_BINARY_POWER ? TestValues.positive : .uniform
        let a = bases(shape.count, 1).map(Double.init)
        let values = operation == CK_BINARY_DIVIDE ? TestValues.positive : .uniform
        let b = values(shape.axis, 2).map(Double.init)
        let expected = a.indices.map { value(operation, a[$0], b[$0 / shape.inner % shape.axis]) }
        return Definition(
            binary(operation, shape, .uniform), "output", expected, magnitudes: expected.map { abs($0) }, units: 2)
    }

    // MARK: The rest

    private static func axpby(_ values: TestValues, count: Int, alpha: Float, beta: Float) -> KernelCase {
        KernelCase(
            "ck_axpby_f32 count \(count) alpha \(alpha) beta \(beta)",
            [.input("x", values(count, 1)), .gradient("y", values(count, 2), beta: beta)]
        ) {
            ck_axpby_f32(
                $0.context, $0.size("count", count), values.scalar(alpha), $0["x"], values.scalar(beta), $0["y"])
        }
    }

    private static func affine(_ values: TestValues, count: Int, scale: Float, offset: Float) -> KernelCase {
        KernelCase(
            "ck_affine_f32 count \(count)", [.input("input", values(count, 1)), .output("output", count: count)]
        ) {
            ck_affine_f32(
                $0.context, $0.size("count", count), values.scalar(scale), values.scalar(offset), $0["input"],
                $0["output"])
        }
    }

    private static func fill(count: Int, value: Float) -> KernelCase {
        KernelCase("ck_fill_f32 count \(count)", [.output("output", count: count)]) {
            ck_fill_f32($0.context, $0.size("count", count), value, $0["output"])
        }
    }

    // MARK: Tables

    static var exactCases: [KernelCase] {
        var cases: [KernelCase] = []
        for (index, count) in counts.enumerated() {
            for function in UnaryFunction.all where function.isExact {
                cases.append(unaryForward(function, TestValues.integers(count, 1), inPlace: index % 2 == 1))
                cases.append(unaryBackward(function, .integers, count: count, beta: Float(index % 2)))
            }
            for beta: Float in [0, 1, -2] { cases.append(axpby(.integers, count: count, alpha: 3, beta: beta)) }
            cases.append(axpby(.integers, count: count, alpha: 0, beta: 1))
            cases.append(affine(.integers, count: count, scale: -2, offset: 3))
            cases.append(fill(count: count, value: 1.5))
        }
        for (index, shape) in broadcasts.enumerated() {
            for operation in exactBinary {
                cases.append(binary(operation, shape, .integers, inPlace: index % 3 == 2))
            }
        }
        let specials = specialValues + specialValues.reversed() + specialValues
        let shape = Broadcast(outer: 1, axis: specials.count, inner: 1)
        for function in UnaryFunction.all where function.isExact && function.operation != CK_UNARY_SQUARE {
            cases.append(unaryForward(function, specials))
        }
        for operation in [CK_BINARY_MAXIMUM, CK_BINARY_MINIMUM] {
            for shift in 0..<specialValues.count {
                let shifted = Array(specials[shift...] + specials[..<shift])
                cases.append(binary(operation, shape, specials, shifted))
            }
        }
        return cases
    }

    static var randomCases: [KernelCase] {
        let specials = specialValues + specialValues.reversed() + specialValues
        var cases = UnaryFunction.all.map { unaryForward($0, specials).agreeing(.relative(units: $0.units)) }
        for count in counts where count > 0 {
            for (index, function) in UnaryFunction.all.enumerated() {
                let input = input(function, .uniform, count)
                cases.append(unaryForward(function, input).agreeing(.relative(units: function.units)))
                // Derivatives of the squashing functions are at most 1, the others with terms of their own at most 1.2
                // where these cancel; 1 - y * y loses what y was rounded by.
                cases.append(
                    unaryBackward(function, .uniform, count: count, beta: Float(index % 2)).agreeing(
                        function.terms == nil ? .relative(units: 12) : .absolute(units: 12, scale: 2)))
            }
            cases.append(
                axpby(.uniform, count: count, alpha: 0.3, beta: -0.7).agreeing(
                    .scaled(units: 4, magnitudes: axpby(.magnitudes, count: count, alpha: 0.3, beta: -0.7))))
            cases.append(
                affine(.uniform, count: count, scale: 0.3, offset: -0.1).agreeing(
                    .scaled(units: 4, magnitudes: affine(.magnitudes, count: count, scale: 0.3, offset: -0.1))))
        }
        for shape in broadcasts {
            for operation in binaryOperations {
                cases.append(binary(operation, shape, .uniform).agreeing(.relative(units: 2)))
            }
        }
        return cases
    }

    static var definitions: [Definition] {
        var definitions = UnaryFunction.all.flatMap(unaryDefinitions)
        for operation in binaryOperations {
            for shape in broadcasts where shape.count > 0 && shape.count < 2000 {
                definitions.append(binaryDefinition(operation, shape))
            }
        }
        let x = TestValues.uniform(41, 1).map(Double.init)
        let y = TestValues.uniform(41, 2).map(Double.init)
        let (third, seventh, tenth) = (Double(Float(0.3)), Double(Float(-0.7)), Double(Float(-0.1)))
        let magnitudes = zip(x, y).map { abs($0) + abs($1) + 1 }
        definitions.append(
            Definition(
                axpby(.uniform, count: 41, alpha: 0.3, beta: -0.7), "y",
                zip(x, y).map { third * $0 + seventh * $1 }, magnitudes: magnitudes, units: 4))
        definitions.append(
            Definition(
                affine(.uniform, count: 41, scale: 0.3, offset: -0.1), "output", x.map { third * $0 + tenth },
                magnitudes: magnitudes, units: 4))
        let filled = [Double](repeating: -7, count: 9)
        definitions.append(Definition(fill(count: 9, value: -7), "output", filled, magnitudes: filled, units: 0))
        return definitions
    }

    static var entryPoints: [KernelCase] {
        [
            unaryForward(.of(CK_UNARY_RELU), TestValues.uniform(9, 1)),
            unaryBackward(.of(CK_UNARY_TANH), .uniform, count: 9, beta: 0),
            binary(CK_BINARY_ADD, Broadcast(outer: 2, axis: 3, inner: 4), .uniform),
            axpby(.uniform, count: 9, alpha: 1, beta: 0), affine(.uniform, count: 9, scale: 1, offset: 1),
            fill(count: 9, value: 1),
        ]
    }

    static var errors: [ErrorCase] {
        func refused(
            _ call: KernelCase, _ mentions: String, _ run: @escaping (KernelCase.Call) -> ck_status
        ) -> ErrorCase {
            var call = call
            call.run = run
            return ErrorCase(call, mentions: String(call.name.prefix { $0 != " " }), mentions)
        }
        let forward = unaryForward(.of(CK_UNARY_RELU), TestValues.uniform(9, 1))
        let backward = unaryBackward(.of(CK_UNARY_TANH), .uniform, count: 9, beta: 1)
        let binary = binary(CK_BINARY_ADD, Broadcast(outer: 1, axis: 9, inner: 1), .uniform)
        let axpby = axpby(.uniform, count: 9, alpha: 1, beta: 1)
        let affine = affine(.uniform, count: 9, scale: 1, offset: 1)
        let fill = fill(count: 9, value: 1)
        func unary(_ operation: UInt32, _ count: Int64) -> (KernelCase.Call) -> ck_status {
            { ck_unary_f32_forward($0.context, .init(rawValue: operation), 0, count, $0["input"], $0["output"]) }
        }
        func unaryBack(_ operation: UInt32, _ count: Int64, _ beta: Float) -> (KernelCase.Call) -> ck_status {
            {
                ck_unary_f32_backward(
                    $0.context, .init(rawValue: operation), 0, count, $0["input"], $0["output"], $0["output_gradient"],
                    beta, $0["input_gradient"])
            }
        }
        func broadcasting(_ operation: UInt32, _ sizes: [Int64]) -> (KernelCase.Call) -> ck_status {
            { call in
                var broadcast = ck_broadcast(outer: sizes[0], axis: sizes[1], inner: sizes[2])
                return ck_binary_f32(
                    call.context, .init(rawValue: operation), &broadcast, call["a"], call["b"], call["output"])
            }
        }
        return [
            refused(forward, "count", unary(0, -1)), refused(forward, "count", unary(0, .max)),
            refused(forward, "operation", unary(CK_UNARY_COUNT.rawValue, 9)),
            refused(forward, "operation", unary(.max, 9)),
            refused(backward, "count", unaryBack(0, -9, 1)), refused(backward, "operation", unaryBack(77, 9, 1)),
            refused(backward, "beta", unaryBack(0, 9, 0.5)),
            refused(binary, "outer", broadcasting(0, [-1, 9, 1])),
            refused(binary, "axis", broadcasting(0, [1, -9, 1])),
            refused(binary, "inner", broadcasting(0, [1, 9, -1])),
            refused(binary, "", broadcasting(0, [.max / 2, 9, 9])),
            refused(binary, "operation", broadcasting(CK_BINARY_COUNT.rawValue, [1, 9, 1])),
            refused(binary, "descriptor") {
                ck_binary_f32($0.context, CK_BINARY_ADD, nil, $0["a"], $0["b"], $0["output"])
            },
            refused(axpby, "count") { ck_axpby_f32($0.context, -1, 1, $0["x"], 1, $0["y"]) },
            refused(affine, "count") { ck_affine_f32($0.context, -1, 1, 1, $0["input"], $0["output"]) },
            refused(fill, "count") { ck_fill_f32($0.context, -1, 1, $0["output"]) },
        ]
    }
}
