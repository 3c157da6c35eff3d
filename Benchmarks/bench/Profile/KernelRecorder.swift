import Dispatch
import SwiftletTensor

/// Writes down every call of a kernel during some steps: training steps, or answers of a model.
final class KernelRecorder: KernelObserver {
    /// From `start` to `end`, in nanoseconds of `DispatchTime`.
    struct Interval {
        var start: UInt64
        var end: UInt64
        var seconds: Double { Double(end - start) * 1e-9 }
    }

    struct Call {
        var work: KernelWork
        var phase: ComputePhase
        var time: Interval
    }

    /// The steps, and the calls within each.
    private(set) var steps: [(time: Interval, calls: [Call])] = []
    private var calls: [Call] = []

    func observe(_ work: KernelWork, in phase: ComputePhase, start: UInt64, end: UInt64) {
        calls.append(Call(work: work, phase: phase, time: Interval(start: start, end: end)))
    }

    /// Takes a step whose calls are written down; the seconds that it took.
    func record(in context: ComputeContext, _ step: () throws -> Void) throws -> Double {
        calls.removeAll(keepingCapacity: true)
        context.observer = self
        defer { context.observer = nil }
        let start = DispatchTime.now().uptimeNanoseconds
        try step()
        let time = Interval(start: start, end: DispatchTime.now().uptimeNanoseconds)
        steps.append((time, calls))
        return time.seconds
    }
}
