import CKernels

extension Tensor {
    /// The elements that `indices` name along an axis, as `torch.gather`: for axis 1 of a matrix, output[i, j] =
    /// self[i, indices[i, j]]. All other sizes of the indices are those of this tensor.
    ///
    /// The indices come from operations of the library; one outside of the axis traps.
    public func gathered(axis: Int, _ indices: IntTensor) -> Tensor {
        let index = shape.axisIndex(axis)
        requireIndices(indices, index, "gathered")
        let inputShape = shape
        let (outer, size, inner) = shape.parts(around: index)
        let count = indices.shape[index]
        var work: KernelWork { KernelWork("gather", reads: [indices.shape, indices.shape]) }
        let output = Tensor.filled(indices.shape, in: context, work) { context, output in
            ck_gather_f32(
                context, Int64(outer), Int64(size), Int64(inner), Int64(count), indices.base, base, output)
        }
        return Tape.record(output, from: [self]) { gradient in
            [Tensor.zeros(inputShape, in: gradient.context).scatterAdding(gradient, at: indices, axis: index)]
        }.following(indices)
    }

    /// This tensor plus the elements of `values` at `indices` along an axis, as `torch.scatter_add`: for axis 1 of a matrix,
    /// output[i, indices[i, j]] += values[i, j]. Shapes are as in `gathered`.
    public func scatterAdding(_ values: Tensor, at indices: IntTensor, axis: Int) -> Tensor {
        let index = shape.axisIndex(axis)
        requireIndices(indices, index, "scatterAdding")
        require(
            values.shape == indices.shape,
            "scatterAdding: expected values of the shape of the indices, \(indices.shape), got \(values.shape)")
        let (outer, size, inner) = shape.parts(around: index)
        let count = indices.shape[index]
        var output = detached
        let elements = output.uniqueBase()
        var work: KernelWork { KernelWork("scatter", reads: [shape, values.shape, indices.shape], writes: [shape]) }
        context.run(work) { context in
            ck_scatter_add_f32(
                context, Int64(outer), Int64(size), Int64(inner), Int64(count), indices.base, values.base, elements)
        }
        return Tape.record(output, from: [self, values]) { [$0, $0.gathered(axis: index, indices)] }.following(indices)
    }

    private func requireIndices(_ indices: IntTensor, _ axis: Int, _ name: String) {
        require(
            indices.shape.rank == shape.rank
                && indices.shape.replacing(axis: axis, with: shape[axis]) == shape,
            "\(name) along axis \(axis): indices of shape \(indices.shape) for a tensor of shape \(shape), expected the same "
                + "sizes of all other axes")
    }
}
