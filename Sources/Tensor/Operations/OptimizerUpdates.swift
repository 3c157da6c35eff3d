import CKernels

extension Tensor {
    /// Runs an optimizer's kernel, which changes this parameter and its state in place in one pass. All must have one
    /// shape.
    package mutating func update(
        _ name: String, gradient: Tensor, state: inout [Tensor],
        _ kernel: (
            _ context: OpaquePointer, _ count: Int64, _ gradient: UnsafePointer<Float>,
            _ state: [UnsafeMutablePointer<Float>], _ parameter: UnsafeMutablePointer<Float>
        ) -> ck_status
    ) {
        func requireShape(_ other: Shape) {
            require(
                other == shape, "\(name): expected a gradient and state of the parameter's shape \(shape), got \(other)"
            )
        }
        requireShape(gradient.shape)
        for index in state.indices { requireShape(state[index].shape) }
        let elements = uniqueBase()
        let states = state.indices.map { state[$0].uniqueBase() }
        var work: KernelWork {
            let changed = [Shape](repeating: shape, count: 1 + states.count)
            return KernelWork(name, reads: [shape] + changed, writes: changed)
        }
        context.run(work) { kernel($0, count64, gradient.base, states, elements) }
    }

    /// Scales each row whose Euclidean norm exceeds `maximum` down to it (Kim 2014). A row is all that one index of the
    /// first axis holds.
    public mutating func limitRowNorms(to maximum: Float) {
        require(shape.rank >= 2, "limitRowNorms: expected at least two axes, got the shape \(shape)")
        let (rows, columns) = (shape[0], shape.count(of: 1..<shape.rank))
        let elements = uniqueBase()
        context.run(KernelWork("row norm limit", reads: [shape], writes: [shape])) { context in
            ck_max_norm_f32(context, Int64(rows), Int64(columns), maximum, elements)
        }
    }
}
