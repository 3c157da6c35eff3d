import CKernels
import Synchronization

/// A request that the kernels refused, in one sentence.
public struct KernelError: Error, CustomStringConvertible, Equatable {
    /// What was wrong, where, and what was expected.
    public let description: String
}

/// Where tensors live and operators run: threads, chosen kernel variants, scratch memory and a pool of buffers.
///
/// Tasks may share a context: it runs one kernel at a time, with all its threads. Contexts are independent of each other, so
/// that those side by side compute in parallel.
public final class ComputeContext: @unchecked Sendable {
    /// The context of tensors for which no other is named: all processors, the default kernels.
    public static let `default`: ComputeContext = {
        do { return try ComputeContext() } catch { fatalError("\(error)") }
    }()

    /// The C context, for the operators of this module.
    let handle: OpaquePointer
    /// Buffers for reuse.
    let pool = BufferPool()
    /// What may change while the context is in use. The lock is held while a kernel runs, too.
    struct State: @unchecked Sendable {
        var kernels = "auto"
        weak var observer: (any KernelObserver)?
        var phase = ComputePhase.forward
    }
    let state = Mutex(State())

    /// The specification that chose the kernel variants.
    public var kernels: String { state.withLock { $0.kernels } }
    /// Is told of every call of a kernel, if there is one.
    public var observer: (any KernelObserver)? {
        get { state.withLock { $0.observer } }
        set { state.withLock { $0.observer = newValue } }
    }
    /// What the calls of kernels are for.
    public internal(set) var phase: ComputePhase {
        get { state.withLock { $0.phase } }
        set { state.withLock { $0.phase = newValue } }
    }

    /// A context with `threads` threads (0: as many as `availableProcessors`) and the kernel variants that `kernels` names, in the form of
    /// the `--kernels` flag: `auto`, `reference`, `generic`, `avx2`, `avx512`, or a list such as `gemm=avx2,conv2d=gather`.
    ///
    /// Throws `KernelError` for a thread count outside 0...1024 or an unknown or unsupported variant.
    public init(threads: Int = 0, kernels: String = "auto") throws {
        var created: OpaquePointer?
        guard let count = Int32(exactly: threads), ck_context_create(count, &created) == CK_OK, let created else {
            throw KernelError(description: "the number of threads must be between 0 (all) and 1024, got \(threads)")
        }
        handle = created
        try select(kernels: kernels)
    }

    deinit {
        ck_context_destroy(handle)
    }

    /// Selects kernel variants anew; on an error the earlier choice stays.
    public func select(kernels: String) throws {
        try state.withLock { state in
            guard ck_context_select_kernels(handle, kernels) == CK_OK else { throw KernelError(description: message) }
            state.kernels = kernels
        }
    }

    /// Number of threads that operators use.
    public var threads: Int { Int(ck_context_threads(handle)) }

    /// What the pool has done so far.
    public var statistics: BufferPool.Statistics { pool.statistics }

    /// The instruction set of this CPU that kernels can use: "baseline", "avx2" or "avx512".
    public static var instructionSet: String { String(cString: ck_cpu_instruction_set()) }

    /// The name of this CPU.
    public static var cpuName: String { String(cString: ck_cpu_name()) }

    /// How parallel loops start their threads: "openmp", "libomp" or "serial".
    public static var threadingModel: String { String(cString: ck_threading_model()) }

    var message: String { String(cString: ck_context_message(handle)) }

    /// Traps with the kernel's message unless `status` is CK_OK: operators are called with checked shapes, so a refusal
    /// is a bug in the caller.
    func check(_ body: (OpaquePointer) -> ck_status) {
        if let (status, message) = refusal(body) { Self.trap(status, message) }
    }

    /// The status and the message of a call that was refused.
    func refusal(_ body: (OpaquePointer) -> ck_status) -> (ck_status, String)? {
        state.withLock { _ in
            let status = body(handle)
            return status == CK_OK ? nil : (status, message)
        }
    }

    static func trap(_ status: ck_status, _ message: String) -> Never {
        if status == CK_OUT_OF_MEMORY { OutOfMemory.report(message) }
        fatalError(message)
    }
}
