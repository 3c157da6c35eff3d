import CKernels
import Dispatch
import Foundation

extension ComputeContext {
    /// Number of processors that this process may use: those of its affinity mask, and no more than the quota of its cgroup
    /// pays for. Contexts have as many threads unless another number is asked for; more compute no faster.
    public static var availableProcessors: Int { Int(ck_available_processors()) }

    /// Lets the calling thread run on all of these processors. Where an OpenMP library binds computing threads to processors,
    /// a thread that is started later inherits the binding of the one that starts it, and would compete with it.
    package static func unbindThread() { ck_unbind_thread() }

    /// How many times a kernel has started a team of more than one thread.
    public var teamStarts: Int { Int(ck_context_team_starts(handle)) }

    /// Seconds to start a team that has nothing to do, the mean over many; 0 with one thread.
    public func measureTeamStart() -> Double {
        guard threads > 1 else { return 0 }
        let repetitions = 1000
        func run() { ck_context_run_parallel(handle, Int64(threads), { _, _ in }, nil) }
        for _ in 0..<repetitions / 10 { run() }
        let start = DispatchTime.now().uptimeNanoseconds
        for _ in 0..<repetitions { run() }
        return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9 / Double(repetitions)
    }

    /// Starts a parallel loop and returns how many distinct threads took part in it: `threads`, unless the build has no
    /// OpenMP or the system grants fewer.
    public func measureTeam() -> Int {
        // Each piece sleeps for a moment, so that no thread can finish the loop before the others have come up.
        let pieces = Int64(threads) * 8
        return Int(ck_context_run_parallel(handle, pieces, { _, _ in usleep(1000) }, nil))
    }
}
