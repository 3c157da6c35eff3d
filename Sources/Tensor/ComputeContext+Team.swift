import CKernels
import Foundation

extension ComputeContext {
    /// Starts a parallel loop and returns how many distinct threads took part in it: `threads`, unless the build has no
    /// OpenMP or the system grants fewer.
    public func measureTeam() -> Int {
        // Each piece sleeps for a moment, so that no thread can finish the loop before the others have come up.
        let pieces = Int64(threads) * 8
        return Int(ck_context_run_parallel(handle, pieces, { _, _ in usleep(1000) }, nil))
    }
}
