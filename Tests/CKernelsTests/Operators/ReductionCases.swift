import CKernels

enum ReductionCases: OperatorCases {
    static let operatorName = "reduction"

    struct Shape {
        var outer: Int
        var axis: Int
        var inner: Int
        var count: Int { outer * axis * inner }
        var description: String { "[\(outer), \(axis), \(inner)]" }
        var descriptor: ck_reduce_descriptor {
            ck_reduce_descriptor(outer: outer.signed, axis: axis.signed, inner: inner.signed)
        }
    }

    private static let shapes =
        [1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 65, 127, 1009].flatMap {
            [
                Shape(outer: 3, axis: $0, inner: 1), Shape(outer: 1, axis: 5, inner: $0),
                Shape(outer: $0, axis: 2, inner: 3),
            ]
        }
        + [
            Shape(outer: 0, axis: 3, inner: 4), Shape(outer: 3, axis: 2, inner: 0),
            Shape(outer: 1, axis: 120_001, inner: 1), Shape(outer: 70, axis: 900, inner: 1),
            Shape(outer: 3, axis: 700, inner: 33), Shape(outer: 40, axis: 8, inner: 300),
            Shape(outer: 1, axis: 2, inner: 50_000),
        ]
    private static let emptyAxis = Shape(outer: 3, axis: 0, inner: 4)

    private static let operations = (0..<CK_REDUCE_COUNT.rawValue).map { ck_reduce_operation(rawValue: $0) }
    private static let sums = [CK_REDUCE_SUM, CK_REDUCE_SUM_OF_SQUARES]

    /// Factors whose products stay near 1, or, of whole numbers, are 1 or -1.
    private static func input(_ operation: ck_reduce_operation, _ count: Int, _ values: TestValues) -> [Float] {
        guard operation == CK_REDUCE_PRODUCT else { return values(count, 1) }
        return values(count, 1).map { values == .integers ? $0 > 0 ? -1 : 1 : 1 + $0 / 64 }
    }

    private static func along(_ operation: ck_reduce_operation, _ shape: Shape, _ values: TestValues) -> KernelCase {
        KernelCase(
            "ck_reduce_axis_f32 operation \(operation.rawValue) \(shape.description)",
            [
                .input("input", input(operation, shape.count, values)),
                .output("output", count: shape.outer * shape.inner),
            ]
        ) { call in
            call.passing(shape.descriptor) {
                ck_reduce_axis_f32(call.context, operation, $0, call["input"], call["output"])
            }
        }
    }

    private static func around(
        _ operation: ck_reduce_operation, _ shape: Shape, _ values: TestValues, beta: Float
    ) -> KernelCase {
        KernelCase(
            "ck_reduce_around_axis_f32 operation \(operation.rawValue) \(shape.description) beta \(beta)",
            [.input("input", values(shape.count, 1)), .gradient("output", values(shape.axis, 2), beta: beta)]
        ) { call in
            call.passing(shape.descriptor) {
                ck_reduce_around_axis_f32(call.context, operation, $0, call["input"], beta, call["output"])
            }
        }
    }

    private static func argmax(_ shape: Shape, _ input: [Float], isMinimum: Bool = false) -> KernelCase {
        KernelCase(
            "\(isMinimum ? "ck_argmin_f32" : "ck_argmax_f32") \(shape.description)",
            [
                .input("input", input),
                .output("output", count: shape.outer * shape.inner, element: .integer),
            ]
        ) { call in
            call.passing(shape.descriptor) {
                (isMinimum ? ck_argmin_f32 : ck_argmax_f32)(call.context, $0, call["input"], call.integers("output"))
            }
        }
    }

    /// NaN in a third of the rows: it counts as largest (smallest), and the first one wins.
    private static func withNaN(_ values: [Float]) -> [Float] {
        values.enumerated().map { $0.offset % 23 == 7 ? .nan : $0.element }
    }

    static var exactCases: [KernelCase] {
        var cases: [KernelCase] = []
        for shape in shapes {
            for operation in operations { cases.append(along(operation, shape, .integers)) }
            for operation in sums {
                for beta: Float in [0, 1] { cases.append(around(operation, shape, .integers, beta: beta)) }
            }
            for isMinimum in [false, true] {
                cases.append(argmax(shape, TestValues.integers(shape.count, 1), isMinimum: isMinimum))
                cases.append(argmax(shape, withNaN(TestValues.integers(shape.count, 1)), isMinimum: isMinimum))
            }
        }
        cases.append(along(CK_REDUCE_PRODUCT, emptyAxis, .integers))
        for operation in sums {
            cases.append(along(operation, emptyAxis, .integers))
            cases.append(around(operation, emptyAxis, .integers, beta: 0))
            for beta: Float in [0, 1] {
                cases.append(around(operation, Shape(outer: 0, axis: 3, inner: 5), .integers, beta: beta))
            }
        }
        return cases
    }

    static var randomCases: [KernelCase] {
        var cases: [KernelCase] = []
        for shape in shapes {
            for operation in operations {
                let call = along(operation, shape, .uniform)
                guard sums.contains(operation) else {
                    let units = operation == CK_REDUCE_PRODUCT ? Agreement.roundings(terms: shape.axis) : 0
                    cases.append(call.agreeing(.relative(units: units)))
                    continue
                }
                let units = Agreement.roundings(terms: shape.axis)
                cases.append(
                    call.agreeing(.scaled(units: units, magnitudes: along(operation, shape, .magnitudes))))
                let unitsAround = Agreement.roundings(terms: shape.outer * shape.inner)
                let magnitudes = around(operation, shape, .magnitudes, beta: 1)
                cases.append(
                    around(operation, shape, .uniform, beta: 1).agreeing(
                        .scaled(units: unitsAround, magnitudes: magnitudes)))
            }
            for isMinimum in [false, true] {
                cases.append(argmax(shape, TestValues.uniform(shape.count, 1), isMinimum: isMinimum))
            }
        }
        return cases
    }

    static var definitions: [Definition] {
        shapes.filter { $0.count > 0 && $0.count < 1500 }.flatMap { shape -> [Definition] in
            let input = TestValues.uniform(shape.count, 1).map(Double.init)
            var along = [Sums](repeating: Sums(count: shape.outer * shape.inner), count: 2)
            var around = [Sums](repeating: Sums(TestValues.uniform(shape.axis, 2).map(Double.init)), count: 2)
            var largest = [Double](repeating: -.infinity, count: shape.outer * shape.inner)
            var smallest = [Double](repeating: .infinity, count: shape.outer * shape.inner)
            var positions = [Double](repeating: 0, count: shape.outer * shape.inner)
            var smallestPositions = positions
            let factors = self.input(CK_REDUCE_PRODUCT, shape.count, .uniform).map(Double.init)
            var products = [Double](repeating: 1, count: shape.outer * shape.inner)
            for o in 0..<shape.outer {
                for x in 0..<shape.axis {
                    for i in 0..<shape.inner {
                        let value = input[(o * shape.axis + x) * shape.inner + i]
                        let result = o * shape.inner + i
                        for (index, term) in [value, value * value].enumerated() {
                            along[index].add(term, at: result)
                            around[index].add(term, at: x)
                        }
                        if value > largest[result] { positions[result] = Double(x) }
                        if value < smallest[result] { smallestPositions[result] = Double(x) }
                        products[result] *= factors[(o * shape.axis + x) * shape.inner + i]
                        largest[result] = max(largest[result], value)
                        smallest[result] = min(smallest[result], value)
                    }
                }
            }
            let units = Double(Agreement.roundings(terms: shape.count))
            var definitions: [Definition] = []
            for (index, operation) in sums.enumerated() {
                let sum = self.along(operation, shape, .uniform)
                let sumAround = self.around(operation, shape, .uniform, beta: 1)
                definitions.append(
                    Definition(
                        sum, "output", along[index].values, magnitudes: along[index].magnitudes, units: units))
                definitions.append(
                    Definition(
                        sumAround, "output", around[index].values, magnitudes: around[index].magnitudes, units: units))
            }
            let maximum = self.along(CK_REDUCE_MAXIMUM, shape, .uniform)
            let minimum = self.along(CK_REDUCE_MINIMUM, shape, .uniform)
            let position = argmax(shape, TestValues.uniform(shape.count, 1))
            definitions.append(Definition(maximum, "output", largest, magnitudes: largest, units: 0))
            definitions.append(Definition(minimum, "output", smallest, magnitudes: smallest, units: 0))
            let smallestPosition = argmax(shape, TestValues.uniform(shape.count, 1), isMinimum: true)
            let product = self.along(CK_REDUCE_PRODUCT, shape, .uniform)
            definitions.append(Definition(position, "output", positions, magnitudes: positions, units: 0))
            definitions.append(
                Definition(smallestPosition, "output", smallestPositions, magnitudes: positions, units: 0))
            definitions.append(
                Definition(product, "output", products, magnitudes: products.map(abs), units: units))
            return definitions
        }
    }

    private static let small = Shape(outer: 2, axis: 3, inner: 4)
    static var entryPoints: [KernelCase] {
        [
            along(CK_REDUCE_SUM, small, .uniform), around(CK_REDUCE_SUM, small, .uniform, beta: 0),
            argmax(small, TestValues.uniform(small.count, 1)),
            argmax(small, TestValues.uniform(small.count, 1), isMinimum: true),
        ]
    }

    static var errors: [ErrorCase] {
        func refused(
            _ call: KernelCase, _ mention: String, _ run: @escaping (KernelCase.Call) -> ck_status
        ) -> ErrorCase {
            var call = call
            call.run = run
            return ErrorCase(call, mentions: String(call.name.prefix { $0 != " " }), mention)
        }
        let sum = along(CK_REDUCE_SUM, small, .uniform)
        let channels = around(CK_REDUCE_SUM, small, .uniform, beta: 1)
        let argmax = argmax(small, TestValues.uniform(small.count, 1))
        func reduce(_ operation: UInt32, _ shape: Shape) -> (KernelCase.Call) -> ck_status {
            { call in
                var descriptor = shape.descriptor
                return ck_reduce_axis_f32(
                    call.context, .init(rawValue: operation), &descriptor, call["input"], call["output"])
            }
        }
        func reduceAround(_ operation: UInt32, _ shape: Shape, _ beta: Float) -> (KernelCase.Call) -> ck_status {
            { call in
                var descriptor = shape.descriptor
                return ck_reduce_around_axis_f32(
                    call.context, .init(rawValue: operation), &descriptor, call["input"], beta, call["output"])
            }
        }
        let argmin = self.argmax(small, TestValues.uniform(small.count, 1), isMinimum: true)
        func position(_ shape: Shape, isMinimum: Bool = false) -> (KernelCase.Call) -> ck_status {
            { call in
                var descriptor = shape.descriptor
                return (isMinimum ? ck_argmin_f32 : ck_argmax_f32)(
                    call.context, &descriptor, call["input"], call.integers("output"))
            }
        }
        let broken: [(String, Shape)] = [
            ("outer", Shape(outer: -1, axis: 3, inner: 4)), ("axis", Shape(outer: 2, axis: -3, inner: 4)),
            ("inner", Shape(outer: 2, axis: 3, inner: -4)), ("", Shape(outer: .max / 2, axis: 3, inner: 4)),
        ]
        return broken.flatMap { mention, shape in
            [
                refused(sum, mention, reduce(0, shape)), refused(channels, mention, reduceAround(0, shape, 1)),
                refused(argmax, mention, position(shape)), refused(argmin, mention, position(shape, isMinimum: true)),
            ]
        } + [
            refused(sum, "axis", reduce(CK_REDUCE_MAXIMUM.rawValue, emptyAxis)),
            refused(sum, "axis", reduce(CK_REDUCE_MINIMUM.rawValue, emptyAxis)),
            refused(argmax, "axis", position(emptyAxis)), refused(argmin, "axis", position(emptyAxis, isMinimum: true)),
            refused(sum, "operation", reduce(CK_REDUCE_COUNT.rawValue, small)),
            refused(channels, "operation", reduceAround(CK_REDUCE_MAXIMUM.rawValue, small, 1)),
            refused(channels, "beta", reduceAround(0, small, 3)),
            refused(sum, "descriptor") {
                ck_reduce_axis_f32($0.context, CK_REDUCE_SUM, nil, $0["input"], $0["output"])
            },
        ]
    }
}
