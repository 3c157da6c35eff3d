import CKernels

// The pattern of every operator: check shapes, make the output, call the kernel with the elements of operands that are
// bound to names. A name keeps its tensor's buffer alive across the call, as calls into C are barriers for the lifetimes
// of named values; the elements of an unnamed temporary must not be handed over.

extension Tensor {
    /// A new tensor that `kernel` fills by doing `work`, whose results need not name that tensor; a refusal of the kernel is
    /// a bug of the caller.
    static func filled(
        _ shape: Shape, in context: ComputeContext, _ work: @autoclosure () -> KernelWork,
        by kernel: (_ context: OpaquePointer, _ output: UnsafeMutablePointer<Float>) -> ck_status
    ) -> Tensor {
        let output = Tensor(uninitialized: shape, in: context)
        func wholeWork() -> KernelWork {
            var whole = work()
            whole.writes.append(shape)
            return whole
        }
        context.run(wholeWork()) { kernel($0, output.mutableBase) }
        return output
    }

    /// Number of elements for the kernels.
    var count64: Int64 { Int64(count) }
}
