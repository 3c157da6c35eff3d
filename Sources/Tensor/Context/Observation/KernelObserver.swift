/// What a training step is doing when it calls a kernel.
public enum ComputePhase: String, Sendable {
    /// Computing results; where nothing else is said.
    case forward
    /// Computing gradients.
    case backward
    /// Changing parameters.
    case update
}

/// Is told of every call of a kernel in a context, after it.
public protocol KernelObserver: AnyObject {
    /// A call that ran from `start` to `end`, in nanoseconds of `DispatchTime`.
    func observe(_ work: KernelWork, in phase: ComputePhase, start: UInt64, end: UInt64)
}

extension ComputeContext {
    /// Runs `body` with its kernels counted to `phase`.
    public func during<Result>(_ phase: ComputePhase, _ body: () throws -> Result) rethrows -> Result {
        let outer = self.phase
        self.phase = phase
        defer { self.phase = outer }
        return try body()
    }
}
