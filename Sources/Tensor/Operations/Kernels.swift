import CKernels

// The pattern of every operator: check shapes, make the output, call the kernel with the elements of operands that are
// bound to names. A name keeps its tensor's buffer alive across the call, as calls into C are barriers for the lifetimes
// of named values; the elements of an unnamed temporary must not be passed on.

extension NDArray {
    /// A new array that `kernel` fills by doing `work`, whose results need not name that array; a refusal of the kernel is
    /// a bug of the caller.
    static func filled(
        _ shape: Shape, in context: ComputeContext, _ work: @autoclosure () -> KernelWork,
        by kernel: (_ context: OpaquePointer, _ output: UnsafeMutablePointer<Element>) -> ck_status
    ) -> NDArray {
        let output = NDArray(uninitialized: shape, in: context)
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
