import CKernels
import Foundation

/// A context of the C library that is freed with this object.
final class KernelContext {
    let pointer: OpaquePointer

    /// Threads that wait without spinning: the tests start more of them than there are cores.
    private static let threadsSleep: Void = {
        setenv("OMP_WAIT_POLICY", "passive", 0)
        setenv("KMP_BLOCKTIME", "0", 0)
    }()

    init(threads: Int = 1, kernels: String = "auto") {
        Self.threadsSleep
        var created: OpaquePointer?
        precondition(ck_context_create(Int32(threads), &created) == CK_OK, "no context with \(threads) threads")
        pointer = created!
        precondition(ck_context_select_kernels(pointer, kernels) == CK_OK, message)
    }

    convenience init(_ variant: Variant, threads: Int) {
        self.init(threads: threads, kernels: "\(variant.operatorName)=\(variant.name)")
    }

    deinit { ck_context_destroy(pointer) }

    var message: String { String(cString: ck_context_message(pointer)) }

    @discardableResult
    func select(_ kernels: String) -> ck_status { ck_context_select_kernels(pointer, kernels) }

    func selected(_ operatorName: String) -> String? {
        ck_context_selected_variant(pointer, operatorName).map { String(cString: $0) }
    }

    func last(_ operatorName: String) -> String? {
        ck_context_last_variant(pointer, operatorName).map { String(cString: $0) }
    }
}
