import CKernels

/// The operators that memory bandwidth limits.
extension OperatorBenchmark {
    static let embedding = OperatorBenchmark(
        "embedding",
        keys: [.size("count", 4096, canShrink: true), .size("vocabulary", 20_000), .size("dimension", 300)],
        shapes: StandardShapes.embedding
    ) { shape in
        let (count, vocabulary, dimension) = (shape["count"], shape["vocabulary"], shape["dimension"])
        let descriptor = ck_embedding_descriptor(
            count: Int64(count), vocabulary: Int64(vocabulary), dimension: Int64(dimension), padding_index: -1)
        let (table, rows) = (vocabulary * dimension, count * dimension)
        return [
            Workload(
                operatorName: "embedding", pass: "forward", shape: shape.name,
                inputs: [.uniform(table), .indices(count, below: vocabulary)], outputs: [.init(count: rows)],
                operations: 0, elementsRead: rows + count, tolerance: 0
            ) { context, inputs, outputs in
                var size = descriptor
                return ck_embedding_f32_forward(context, &size, inputs[0], inputs[1].integers, outputs[0])
            },
            Workload(
                operatorName: "embedding", pass: "backward", shape: shape.name,
                inputs: [.uniform(rows), .indices(count, below: vocabulary)], outputs: [.init(count: table)],
                operations: Double(rows), tolerance: Workload.tolerance(terms: count)
            ) { context, inputs, outputs in
                var size = descriptor
                return ck_embedding_f32_backward(context, &size, inputs[0], inputs[1].integers, 0, outputs[0])
            },
        ]
    }

    static let elementwise = OperatorBenchmark(
        "elementwise", keys: [.size("count", 1 << 20, canShrink: true), .size("axis", 64)],
        shapes: StandardShapes.elementwise
    ) { shape in
        let count = shape["count"]
        let axis = min(shape["axis"], count)
        let unary: [(String, ck_unary_operation, Workload.Input, operations: Int)] = [
            ("relu", CK_UNARY_RELU, .uniform(count), 1), ("exponential", CK_UNARY_EXP, .uniform(count), 1),
            ("logarithm", CK_UNARY_LOG, .positive(count), 1), ("sigmoid", CK_UNARY_SIGMOID, .uniform(count), 3),
            ("tanh", CK_UNARY_TANH, .uniform(count), 1), ("silu", CK_UNARY_SILU, .uniform(count), 3),
            ("gelu", CK_UNARY_GELU, .uniform(count), 2), ("gelu with tanh", CK_UNARY_GELU_TANH, .uniform(count), 9),
        ]
        var workloads = unary.map { pass, operation, input, operations in
            Workload(
                operatorName: "elementwise", pass: pass, shape: shape.name, inputs: [input],
                outputs: [.init(count: count)], operations: Double(operations * count), tolerance: 2e-6
            ) { ck_unary_f32_forward($0, operation, 0.2, Int64(count), $1[0], $2[0]) }
        }
        let derivatives: [(String, ck_unary_operation, operations: Int, tolerance: Double)] = [
            ("tanh backward", CK_UNARY_TANH, 3, 1e-6), ("silu backward", CK_UNARY_SILU, 8, 2e-6),
            ("gelu backward", CK_UNARY_GELU, 8, 2e-6), ("gelu with tanh backward", CK_UNARY_GELU_TANH, 16, 2e-6),
        ]
        workloads += derivatives.map { pass, operation, operations, tolerance in
            Workload(
                operatorName: "elementwise", pass: pass, shape: shape.name,
                inputs: [.uniform(count), .uniform(count), .uniform(count)], outputs: [.init(count: count)],
                operations: Double(operations * count), tolerance: tolerance
            ) { ck_unary_f32_backward($0, operation, 0, Int64(count), $1[0], $1[1], $1[2], 0, $2[0]) }
        }
        workloads.append(
            Workload(
                operatorName: "elementwise", pass: "add", shape: shape.name,
                inputs: [.uniform(count), .uniform(count)], outputs: [.init(count: count)],
                operations: Double(count), tolerance: 0
            ) { context, inputs, outputs in
                var same = ck_broadcast(outer: 1, axis: Int64(count), inner: 1)
                return ck_binary_f32(context, CK_BINARY_ADD, &same, inputs[0], inputs[1], outputs[0])
            })
        let rows = count / axis
        workloads.append(
            Workload(
                operatorName: "elementwise", pass: "add along the last axis", shape: shape.name,
                inputs: [.uniform(rows * axis), .uniform(axis)], outputs: [.init(count: rows * axis)],
                operations: Double(rows * axis), tolerance: 0
            ) { context, inputs, outputs in
                var broadcast = ck_broadcast(outer: Int64(rows), axis: Int64(axis), inner: 1)
                return ck_binary_f32(context, CK_BINARY_ADD, &broadcast, inputs[0], inputs[1], outputs[0])
            })
        workloads.append(
            Workload(
                operatorName: "elementwise", pass: "axpby", shape: shape.name, inputs: [.uniform(count)],
                outputs: [.init(count: count, initial: .uniform(count))], operations: 3 * Double(count),
                tolerance: 1e-6
            ) { ck_axpby_f32($0, Int64(count), 0.5, $1[0], 0.5, $2[0]) })
        return workloads
    }

    static let layout = OperatorBenchmark(
        "layout", keys: [.size("batch", 64, canShrink: true), .size("rows", 64), .size("columns", 300)],
        shapes: StandardShapes.layout
    ) { shape in
        let (batch, rows, columns) = (shape["batch"], shape["rows"], shape["columns"])
        let count = batch * rows * columns
        return [
            Workload(
                operatorName: "layout", pass: "transpose", shape: shape.name, inputs: [.uniform(count)],
                outputs: [.init(count: count)], operations: 0, tolerance: 0
            ) { ck_transpose_f32($0, Int64(batch), Int64(rows), Int64(columns), $1[0], $2[0]) },
            Workload(
                operatorName: "layout", pass: "copy_rows", shape: shape.name, inputs: [.uniform(count)],
                outputs: [.init(count: count)], operations: 0, tolerance: 0
            ) {
                ck_copy_rows_f32(
                    $0, Int64(batch * rows), Int64(columns), Int64(columns), $1[0], 0, Int64(columns), $2[0])
            },
        ]
    }

    static let reduction = OperatorBenchmark(
        "reduction", keys: [.size("outer", 64, canShrink: true), .size("axis", 64), .size("inner", 784)],
        shapes: StandardShapes.reduction
    ) { shape in
        let descriptor = ck_reduce_descriptor(
            outer: Int64(shape["outer"]), axis: Int64(shape["axis"]), inner: Int64(shape["inner"]))
        let results = shape["outer"] * shape["inner"]
        let count = results * shape["axis"]
        return [
            Workload(
                operatorName: "reduction", pass: "sum", shape: shape.name, inputs: [.uniform(count)],
                outputs: [.init(count: results)], operations: Double(count),
                tolerance: Workload.tolerance(terms: shape["axis"])
            ) { context, inputs, outputs in
                var size = descriptor
                return ck_reduce_axis_f32(context, CK_REDUCE_SUM, &size, inputs[0], outputs[0])
            },
            Workload(
                operatorName: "reduction", pass: "sum around axis", shape: shape.name, inputs: [.uniform(count)],
                outputs: [.init(count: shape["axis"])], operations: Double(count),
                tolerance: Workload.tolerance(terms: results)
            ) { context, inputs, outputs in
                var size = descriptor
                return ck_reduce_around_axis_f32(context, CK_REDUCE_SUM, &size, inputs[0], 0, outputs[0])
            },
            Workload(
                operatorName: "reduction", pass: "argmax", shape: shape.name, inputs: [.uniform(count)],
                outputs: [.init(count: results, isInteger: true)], operations: Double(count), tolerance: 0
            ) { context, inputs, outputs in
                var size = descriptor
                return ck_argmax_f32(context, &size, inputs[0], outputs[0].integers)
            },
        ]
    }

    static let softmax = OperatorBenchmark(
        "softmax", keys: [.size("rows", 4096, canShrink: true), .size("classes", 128)], shapes: StandardShapes.softmax
    ) { shape in
        let (rows, classes) = (shape["rows"], shape["classes"])
        let count = rows * classes
        return [
            Workload(
                operatorName: "softmax", pass: "forward", shape: shape.name, inputs: [.uniform(count)],
                outputs: [.init(count: count)], operations: 5 * Double(count), tolerance: 2e-6
            ) { ck_softmax_f32_forward($0, Int64(rows), Int64(classes), $1[0], $2[0]) },
            Workload(
                operatorName: "softmax", pass: "backward", shape: shape.name,
                inputs: [.uniform(count), .uniform(count)], outputs: [.init(count: count)],
                operations: 4 * Double(count), tolerance: Workload.tolerance(terms: classes)
            ) { ck_softmax_f32_backward($0, Int64(rows), Int64(classes), $1[0], $1[1], $2[0]) },
            Workload(
                operatorName: "softmax", pass: "cross_entropy", shape: shape.name,
                inputs: [.uniform(count), .indices(rows, below: classes)],
                outputs: [.init(count: rows), .init(count: count)], operations: 6 * Double(count),
                tolerance: 1e-5
            ) {
                ck_softmax_cross_entropy_f32(
                    $0, Int64(rows), Int64(classes), $1[0], $1[1].integers, 1, $2[0], $2[1])
            },
        ]
    }

    static let random = OperatorBenchmark(
        "random", keys: [.size("count", 1 << 20, canShrink: true)], shapes: StandardShapes.random
    ) { shape in
        let count = Int64(shape["count"])
        return [
            Workload(
                operatorName: "random", pass: "uniform", shape: shape.name, inputs: [],
                outputs: [.init(count: Int(count))], operations: 0, tolerance: 0
            ) { ck_random_uniform_f32($0, 42, 0, count, 0, 1, $2[0]) },
            Workload(
                operatorName: "random", pass: "normal", shape: shape.name, inputs: [],
                outputs: [.init(count: Int(count))], operations: 0, tolerance: 1e-6
            ) { ck_random_normal_f32($0, 42, 0, count, 0, 1, $2[0]) },
            Workload(
                operatorName: "random", pass: "mask", shape: shape.name, inputs: [],
                outputs: [.init(count: Int(count))], operations: 0, tolerance: 0
            ) { ck_random_mask_f32($0, 42, 0, count, 0.5, 2, $2[0]) },
        ]
    }
}
