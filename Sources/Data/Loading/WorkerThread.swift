import Foundation
import SwiftletTensor

/// A thread of the system that can be waited for, which Foundation's cannot.
final class WorkerThread {
    private let thread: pthread_t

    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a thread that runs `body` and ends. `join` must be called on it.
    init(_ body: @escaping @Sendable () -> Void) {
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let status = pthread_create(
            &thread, nil,
            { argument in
                ComputeContext.unbindThread()
                WorkerThread.yieldToComputing()
                WorkerThread.runBody(argument)
                return nil
            }, Unmanaged.passRetained(Body(body)).toOpaque())
        require(status == 0, "cannot start a thread: \(String(cString: strerror(status)))")
        #if canImport(Darwin)
            self.thread = thread!
        #else
            self.thread = thread
        #endif
    }

    /// Waits until the thread has ended; to be called once.
    func join() { pthread_join(thread, nil) }

    /// Asks the scheduler not to interrupt a computing thread at the moment this one has something to do again: batches are
    /// made ahead, so a thread that waits for its turn keeps nobody waiting. Its share of the processor stays the same.
    private static func yieldToComputing() {
        #if os(Linux)
            // SCHED_BATCH of sched.h, which Swift does not see. Where it is refused, the thread works as any other.
            let batchScheduling: Int32 = 3
            var parameters = sched_param()
            _ = sched_setscheduler(0, batchScheduling, &parameters)
        #endif
    }

    /// What was captured is let go before the thread ends.
    private static func runBody(_ argument: UnsafeMutableRawPointer?) {
        Unmanaged<Body>.fromOpaque(argument!).takeRetainedValue().run()
    }
}
