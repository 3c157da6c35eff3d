import CKernels

// Order along an axis. Equal elements keep their order, zeros of either sign count as equal, NaN as largest.

extension Tensor {
    /// The elements in order along an axis, and their positions before. A gradient flows to where each element was.
    public func sorted(axis: Int = -1, descending: Bool = false) -> (values: Tensor, indices: IntTensor) {
        let index = shape.axisIndex(axis)
        return ordered("sort", index, shape) { context, parts, output, indices in
            ck_sort_f32(
                context, Int64(parts.outer), Int64(parts.axis), Int64(parts.inner), descending, base, output, indices)
        }
    }

    /// The positions of the elements along an axis in their order: what `gathered` makes of them is sorted.
    public func argsort(axis: Int = -1, descending: Bool = false) -> IntTensor {
        let (outer, size, inner) = shape.parts(around: axis)
        var work: KernelWork { KernelWork("argsort", reads: [shape]) }
        return IntTensor.filled(shape, in: context, work) { context, indices in
            ck_sort_f32(context, Int64(outer), Int64(size), Int64(inner), descending, base, nil, indices)
        }.on(tape)
    }

    /// The `k` largest elements along an axis, or the smallest if not `largest`, in their order, and their positions. A
    /// gradient flows to where each element was. `k` may not exceed the size of the axis.
    public func topK(_ k: Int, axis: Int = -1, largest: Bool = true) -> (values: Tensor, indices: IntTensor) {
        let index = shape.axisIndex(axis)
        require(
            k >= 0 && k <= shape[index],
            "topK: \(k) elements of axis \(axis) of a tensor of shape \(shape) do not exist")
        return ordered("top k", index, shape.replacing(axis: index, with: k)) { context, parts, output, indices in
            ck_top_k_f32(
                context, Int64(parts.outer), Int64(parts.axis), Int64(parts.inner), Int64(k), largest, base, output,
                indices)
        }
    }

    private func ordered(
        _ name: String, _ axis: Int, _ result: Shape,
        _ kernel: (
            OpaquePointer, (outer: Int, axis: Int, inner: Int), UnsafeMutablePointer<Float>, UnsafeMutablePointer<Int32>
        ) -> ck_status
    ) -> (values: Tensor, indices: IntTensor) {
        let indices = IntTensor(uninitialized: result, in: context)
        var work: KernelWork { KernelWork(name, reads: [shape], writes: [result]) }
        let values = Tensor.filled(result, in: context, work) { context, output in
            kernel(context, shape.parts(around: axis), output, indices.mutableBase)
        }
        let inputShape = shape
        let output = Tape.record(values, from: [self]) { gradient in
            [Tensor.zeros(inputShape, in: gradient.context).scatterAdding(gradient, at: indices, axis: axis)]
        }
        return (output, indices.on(tape))
    }
}

extension IntTensor {
    /// The integers in order along an axis, and their positions before.
    public func sorted(axis: Int = -1, descending: Bool = false) -> (values: IntTensor, indices: IntTensor) {
        let indices = argsort(axis: axis, descending: descending)
        let (_, size, inner) = shape.parts(around: axis)
        let values = IntTensor(shape: shape, in: context) { result in
            withUnsafeElements { elements in
                for (position, index) in indices.elements.enumerated() {
                    let start = position / (size * inner) * (size * inner) + position % inner
                    result[position] = elements[start + Int(index) * inner]
                }
            }
        }
        return (values.on(tape), indices)
    }

    /// The positions of the integers along an axis in their order.
    public func argsort(axis: Int = -1, descending: Bool = false) -> IntTensor {
        let (outer, size, inner) = shape.parts(around: axis)
        return IntTensor(shape: shape, in: context) { result in
            withUnsafeElements { elements in
                for line in 0..<(outer * inner) {
                    let start = line / inner * size * inner + line % inner
                    let order = (0..<size).sorted {
                        let (left, right) = (elements[start + $0 * inner], elements[start + $1 * inner])
                        return left == right ? $0 < $1 : (left < right) != descending
                    }
                    for (position, index) in order.enumerated() { result[start + position * inner] = Int32(index) }
                }
            }
        }.on(tape)
    }
}
