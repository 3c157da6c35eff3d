import CKernels
import Dispatch

extension ComputeContext {
    /// Calls a kernel whose operands were checked. Traps with its message if it refuses: that is a bug in the caller.
    func run(_ work: @autoclosure () -> KernelWork, _ kernel: (_ context: OpaquePointer) -> ck_status) {
        check(observed(work, kernel))
    }

    /// Calls a kernel whose operands come from data. Throws its message if it refuses.
    func runOnData(_ work: @autoclosure () -> KernelWork, _ kernel: (_ context: OpaquePointer) -> ck_status) throws {
        try checkData(observed(work, kernel))
    }

    private func observed(_ work: () -> KernelWork, _ kernel: (OpaquePointer) -> ck_status) -> ck_status {
        guard let observer else { return kernel(handle) }
        let start = DispatchTime.now().uptimeNanoseconds
        let status = kernel(handle)
        observer.observe(work(), in: phase, start: start, end: DispatchTime.now().uptimeNanoseconds)
        return status
    }
}
