/// A buffer from a context's pool, returned to it when the last tensor lets go.
final class Storage: @unchecked Sendable {
    let context: ComputeContext
    let base: UnsafeMutableRawPointer
    let byteCount: Int

    init(byteCount: Int, context: ComputeContext) {
        self.context = context
        self.byteCount = byteCount
        base = context.pool.take(bytes: byteCount)
    }

    deinit {
        context.pool.give(base, bytes: byteCount)
    }
}
