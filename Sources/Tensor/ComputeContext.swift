import CKernels

/// A request that the kernels refused, in one sentence.
public struct KernelError: Error, CustomStringConvertible, Equatable {
    /// What was wrong, where, and what was expected.
    public let description: String
}

/// Where tensors live and operators run: threads, chosen kernel variants, scratch memory and a pool of buffers.
///
/// A context and its tensors belong to one thread at a time. Different contexts are independent; there is no global
/// state.
public final class ComputeContext {
    /// The C context, for the operators of this module.
    let handle: OpaquePointer
    /// Buffers for reuse.
    let pool = BufferPool()
    /// The specification that chose the kernel variants.
    public private(set) var kernels: String
    /// Is told of every call of a kernel, if there is one.
    public weak var observer: (any KernelObserver)?
    /// What the calls of kernels are for.
    public internal(set) var phase = ComputePhase.forward

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
        self.kernels = "auto"
        try select(kernels: kernels)
    }

    deinit {
        ck_context_destroy(handle)
    }

    /// Selects kernel variants anew; on an error the earlier choice stays.
    public func select(kernels: String) throws {
        guard ck_context_select_kernels(handle, kernels) == CK_OK else { throw KernelError(description: message) }
        self.kernels = kernels
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

    private var message: String { String(cString: ck_context_message(handle)) }

    /// Traps with the kernel's message unless `status` is CK_OK: operators are called with checked shapes, so a refusal
    /// is a bug in the caller.
    func check(_ status: ck_status) {
        if status == CK_OUT_OF_MEMORY { OutOfMemory.report(message) }
        if status != CK_OK { fatalError(message) }
    }

    /// Throws the kernel's message unless `status` is CK_OK, for operators whose operands come from data.
    func checkData(_ status: ck_status) throws {
        if status != CK_OK { throw KernelError(description: message) }
    }
}
