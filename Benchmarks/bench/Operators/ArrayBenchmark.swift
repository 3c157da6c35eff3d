import CKernels

/// The operators on arrays of any rank, each on an array of [outer, axis, inner].
extension OperatorBenchmark {
    static let array = OperatorBenchmark(
        "array", keys: [.size("outer", 64, canShrink: true), .size("axis", 128), .size("inner", 784)],
        shapes: StandardShapes.array
    ) { shape in
        let sizes = ["outer", "axis", "inner"].map { Int64(shape[$0]) }
        let (outer, axis, inner) = (sizes[0], sizes[1], sizes[2])
        let count = Int(outer * axis * inner)
        func workload(
            _ pass: String, inputs: [Workload.Input]? = nil, outputs: [Workload.Output]? = nil, operations: Int = 0,
            elementsRead: Int? = nil,
            _ call: @escaping (OpaquePointer, [UnsafeMutablePointer<Float>], [UnsafeMutablePointer<Float>]) -> ck_status
        ) -> Workload {
            Workload(
                operatorName: "array", pass: pass, shape: shape.name, inputs: inputs ?? [.uniform(count)],
                outputs: outputs ?? [.init(count: count)], operations: Double(operations), elementsRead: elementsRead,
                tolerance: 0, call: call)
        }
        let halves = Int(outer * inner) + Int(axis * inner)
        let k = min(axis, 5)
        let chosen = Int(outer * k * inner)
        return [
            workload("permute") {
                ck_copy_strided(
                    $0, 4, 3, [outer, inner, axis], $1[0], [axis * inner, 1, inner], $2[0], [axis * inner, axis, 1])
            },
            workload("flip") {
                ck_copy_strided(
                    $0, 4, 2, [outer * axis, inner], $1[0] + Int(max(inner - 1, 0)), [inner, -1], $2[0], [inner, 1])
            },
            workload(
                "add broadcast", inputs: [.uniform(Int(outer * inner)), .uniform(Int(axis * inner))],
                operations: count, elementsRead: halves
            ) {
                ck_binary_broadcast_f32(
                    $0, CK_BINARY_ADD, 3, sizes, $1[0], [inner, 0, 1], $1[1], [0, inner, 1], $2[0])
            },
            workload("take", inputs: [.uniform(count), .indices(Int(axis), below: Int(axis))]) {
                ck_take_f32($0, outer, axis, inner, axis, $1[1].integers, $1[0], $2[0])
            },
            workload("take_add", inputs: [.uniform(count), .indices(Int(axis), below: Int(axis))], operations: count) {
                ck_take_add_f32($0, outer, axis, inner, axis, $1[1].integers, $1[0], $2[0])
            },
            workload("cumulative_sum", operations: count) {
                ck_cumulative_sum_f32($0, outer, axis, inner, false, $1[0], $2[0])
            },
            workload("sort", outputs: [.init(count: count), .init(count: count, isInteger: true)]) {
                ck_sort_f32($0, outer, axis, inner, false, $1[0], $2[0], $2[1].integers)
            },
            workload("top_k", outputs: [.init(count: chosen), .init(count: chosen, isInteger: true)]) {
                ck_top_k_f32($0, outer, axis, inner, k, true, $1[0], $2[0], $2[1].integers)
            },
        ]
    }
}
