import CKernels
import Dispatch

extension ComputeContext {
    /// Calls a kernel whose operands were checked. Traps with its message if it refuses: that is a bug in the caller.
    func run(_ work: @autoclosure () -> KernelWork, _ kernel: (_ context: OpaquePointer) -> ck_status) {
        if let (status, message) = observed(work, kernel) { Self.trap(status, message) }
    }

    /// Calls a kernel whose operands come from data. Throws its message if it refuses.
    func runOnData(_ work: @autoclosure () -> KernelWork, _ kernel: (_ context: OpaquePointer) -> ck_status) throws {
        if let (_, message) = observed(work, kernel) { throw KernelError(description: message) }
    }

    private func observed(
        _ work: () -> KernelWork, _ kernel: (OpaquePointer) -> ck_status
    ) -> (ck_status, String)? {
        var call: (observer: any KernelObserver, phase: ComputePhase, start: UInt64, end: UInt64)?
        let refusal = state.withLock { state -> (ck_status, String)? in
            let status: ck_status
            if let observer = state.observer {
                let start = DispatchTime.now().uptimeNanoseconds
                status = kernel(handle)
                call = (observer, state.phase, start, DispatchTime.now().uptimeNanoseconds)
            } else {
                status = kernel(handle)
            }
            return status == CK_OK ? nil : (status, message)
        }
        if let call { call.observer.observe(work(), in: call.phase, start: call.start, end: call.end) }
        return refusal
    }
}
