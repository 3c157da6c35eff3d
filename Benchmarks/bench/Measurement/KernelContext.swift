import CKernels

/// A context of the kernels that is freed with this object.
final class KernelContext {
    let pointer: OpaquePointer

    init(threads: Int, kernels: String) throws {
        var created: OpaquePointer?
        guard ck_context_create(Int32(threads), &created) == CK_OK, let created else {
            throw BenchError("no kernel context with \(threads) threads.")
        }
        pointer = created
        guard ck_context_select_kernels(pointer, kernels) == CK_OK else { throw BenchError(message) }
    }

    deinit { ck_context_destroy(pointer) }

    var message: String { String(cString: ck_context_message(pointer)) }

    func last(_ operatorName: String) -> String? {
        ck_context_last_variant(pointer, operatorName).map { String(cString: $0) }
    }

    /// For calls that are right by construction.
    func expect(_ status: ck_status) { precondition(status == CK_OK, message) }
}
