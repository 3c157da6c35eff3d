import CKernels

/// Order along an axis.
enum ArraySortCases {
    struct Shape {
        var outer: Int
        var axis: Int
        var inner: Int
        /// nil: all are sorted.
        var k: Int?

        init(_ outer: Int, _ axis: Int, _ inner: Int, k: Int? = nil) {
            (self.outer, self.axis, self.inner, self.k) = (outer, axis, inner, k)
        }
        var function: String { k == nil ? "ck_sort_f32" : "ck_top_k_f32" }
        var count: Int { outer * axis * inner }
        var chosen: Int { outer * (k ?? axis) * inner }
    }

    private static let shapes = [
        Shape(0, 3, 2), Shape(2, 0, 3), Shape(1, 1, 1), Shape(3, 2, 1), Shape(2, 9, 3), Shape(3, 48, 1),
        Shape(3, 49, 2), Shape(1, 300, 1), Shape(2, 700, 3), Shape(200, 90, 2), Shape(1, 2500, 1),
        Shape(2, 3, 2, k: 0), Shape(0, 3, 2, k: 2), Shape(3, 5, 1, k: 5), Shape(3, 5, 2, k: 2), Shape(2, 100, 1, k: 1),
        Shape(2, 300, 3, k: 7), Shape(1, 400, 1, k: 60), Shape(1, 400, 1, k: 399), Shape(300, 70, 1, k: 5),
        Shape(1, 3000, 1, k: 5), Shape(1, 2000, 3, k: 300), Shape(2, 1024, 1, k: 1), Shape(1, 4000, 1, k: 1500),
    ]

    /// Ties of numbers, zeros of both signs, denormals, infinities and NaN.
    private static func tied(_ count: Int) -> [Float] {
        let specials: [Float] = [0, -0.0, .nan, .infinity, -.infinity, 0x1p-140, -0x1p-140, -.nan]
        return TestValues.integers(count, 1).enumerated().map {
            $0.offset % 5 == 3 ? specials[$0.offset / 5 % specials.count] : $0.element
        }
    }

    static func call(_ shape: Shape, descending: Bool, _ input: [Float]) -> KernelCase {
        KernelCase(
            "\(shape.function) [\(shape.outer), \(shape.axis), \(shape.inner)] k \(shape.k ?? shape.axis) "
                + "descending \(descending)",
            [
                .input("input", input), .output("output", count: shape.chosen, isOptional: true),
                .output("indices", count: shape.chosen, element: .integer, isOptional: true),
            ]
        ) { call in
            let (outer, axis) = (call.size("outer", shape.outer), call.size("axis", shape.axis))
            let inner = call.size("inner", shape.inner)
            guard let k = shape.k else {
                return ck_sort_f32(
                    call.context, outer, axis, inner, descending, call["input"], call["output"],
                    call.integers("indices"))
            }
            return ck_top_k_f32(
                call.context, outer, axis, inner, call.size("k", k), descending, call["input"], call["output"],
                call.integers("indices"))
        }
    }

    /// Numbers are compared, then positions.
    private static func definitions(_ shape: Shape, descending: Bool, _ input: [Float]) -> [Definition] {
        let rank = { (value: Float) -> Float in value.isNaN ? .infinity : value.isSubnormal ? 0 : value }
        let comesFirst = { (a: Float, b: Float) in
            if a.isNaN || b.isNaN { return descending ? a.isNaN && !b.isNaN : b.isNaN && !a.isNaN }
            return descending ? rank(a) > rank(b) : rank(a) < rank(b)
        }
        let k = shape.k ?? shape.axis
        var positions = [Double](repeating: 0, count: shape.chosen), values = positions
        for o in 0..<shape.outer {
            for i in 0..<shape.inner {
                let line = (0..<shape.axis).map { input[(o * shape.axis + $0) * shape.inner + i] }
                let order = line.indices.sorted { a, b in
                    comesFirst(line[a], line[b]) || (!comesFirst(line[b], line[a]) && a < b)
                }
                for x in 0..<k {
                    positions[(o * k + x) * shape.inner + i] = Double(order[x])
                    values[(o * k + x) * shape.inner + i] = Double(line[order[x]])
                }
            }
        }
        let call = call(shape, descending: descending, input)
        let places = Definition(call, "indices", positions, magnitudes: positions, units: 0)
        if input.contains(where: \.isNaN) { return [places] }
        return [places, Definition(call, "output", values, magnitudes: values.map { _ in 0 }, units: 0)]
    }

    private static func each<Result>(_ shapes: [Shape], _ body: (Shape, Bool, [Float]) -> [Result]) -> [Result] {
        shapes.flatMap { shape in
            [tied(shape.count), TestValues.uniform(shape.count, 1), TestValues.uniform(shape.count, 2).sorted()].flatMap
            { input in
                [false, true].flatMap { body(shape, $0, input) }
            }
        }
    }

    static var exactCases: [KernelCase] { each(shapes) { [call($0, descending: $1, $2)] } }

    static var definitions: [Definition] {
        each(shapes.filter { $0.count < 5000 }) { definitions($0, descending: $1, $2) }
    }

    static var entryPoints: [KernelCase] {
        [Shape(2, 5, 3), Shape(2, 5, 3, k: 2)].map { call($0, descending: false, TestValues.uniform($0.count, 1)) }
    }

    static var errors: [ErrorCase] {
        func refused(_ mention: String, _ outer: Int64, _ axis: Int64, _ inner: Int64, k: Int64? = nil) -> ErrorCase {
            let shape = Shape(2, 5, 3, k: k == nil ? nil : 2)
            var call = call(shape, descending: true, TestValues.uniform(shape.count, 1))
            call.run = { call in
                guard let k else {
                    return ck_sort_f32(
                        call.context, outer, axis, inner, true, call["input"], call["output"],
                        call.integers("indices"))
                }
                return ck_top_k_f32(
                    call.context, outer, axis, inner, k, true, call["input"], call["output"],
                    call.integers("indices"))
            }
            return ErrorCase(call, mentions: shape.function, mention)
        }
        return [
            refused("outer", -1, 5, 3), refused("axis", 2, -5, 3), refused("inner", 2, 5, -3),
            refused("", .max / 2, 5, 3), refused("axis", 1, 1 << 31, 1), refused("k", 2, 5, 3, k: -1),
            refused("k", 2, 5, 3, k: 6), refused("axis", 2, -5, 3, k: 2),
        ]
    }
}
