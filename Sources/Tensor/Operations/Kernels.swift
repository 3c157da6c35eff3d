import CKernels

// The pattern of every operator: check shapes, make the output, call the kernel with the elements of operands that are
// bound to names. A name keeps its tensor's buffer alive across the call, as calls into C are barriers for the lifetimes
// of named values; the elements of an unnamed temporary must not be handed over.

extension Tensor {
    /// A new tensor that `kernel` fills; a refusal of the kernel is a bug of the caller.
    static func filled(
        _ shape: Shape, in context: ComputeContext,
        by kernel: (_ context: OpaquePointer, _ output: UnsafeMutablePointer<Float>) -> ck_status
    ) -> Tensor {
        let output = Tensor(uninitialized: shape, in: context)
        context.check(kernel(context.handle, output.mutableBase))
        return output
    }

    /// Number of elements for the kernels.
    var count64: Int64 { Int64(count) }
}
