import SwiftletTensor
import SwiftletTrain

/// Where the time of a step goes: by phase and operator, and what is left over. All figures are means over the steps
/// that were recorded.
struct StepProfile: Codable {
    /// The calls of one operator in one phase.
    struct Row: Codable {
        /// "forward", "backward" or "update".
        var phase: String
        /// As in `KernelWork`.
        var operatorName: String
        var calls: Double
        var seconds: Double
        /// Billions of operations of matrix products and convolutions, two for each multiply-add.
        var gigaflops: Double
        /// Operands read and results written, in GB (10^9 bytes).
        var gigabytes: Double
        /// The least seconds that the machine could take: of each call the larger of arithmetic and traffic.
        var leastSeconds: Double
    }

    /// Longest first.
    var rows: [Row]
    var stepSeconds: Double
    /// The step's time outside kernels: Swift, and the allocation of buffers.
    var leftOverSeconds: Double
    /// Teams of threads that kernels started.
    var teamStarts: Double
    /// Seconds to start so many teams that have nothing to do; part of the operators' time.
    var teamStartSeconds: Double

    /// Takes steps for about `seconds`, at least one, and writes their calls down in `recorder`.
    init(
        in context: ComputeContext, _ recorder: KernelRecorder, seconds: Double, limits: MachineLimits,
        of step: () throws -> Void
    ) throws {
        let startsBefore = context.teamStarts
        var total = 0.0
        while recorder.steps.isEmpty
            || (total < seconds && recorder.steps.count < Self.mostSteps && !Interruption.isRequested)
        {
            total += try recorder.record(in: context, step)
        }
        let steps = Double(recorder.steps.count)
        let starts = Double(context.teamStarts - startsBefore) / steps
        self.init(
            recorder, limits: limits, instructionSet: Machine.instructionSet, threads: context.threads,
            teamStarts: starts, secondsPerTeamStart: context.measureTeamStart())
    }

    /// More steps tell nothing new, and make a large trace.
    private static let mostSteps = 50

    /// The profile of what `recorder` holds, which must be at least one step.
    init(
        _ recorder: KernelRecorder, limits: MachineLimits, instructionSet: String, threads: Int, teamStarts: Double = 0,
        secondsPerTeamStart: Double = 0
    ) {
        let steps = Double(recorder.steps.count)
        var rows: [String: Row] = [:]
        for call in recorder.steps.flatMap(\.calls) {
            let (work, phase) = (call.work, call.phase.rawValue)
            var row =
                rows["\(phase) \(work.name)"]
                ?? Row(
                    phase: phase, operatorName: work.name, calls: 0, seconds: 0, gigaflops: 0, gigabytes: 0,
                    leastSeconds: 0)
            let (read, written) = (Double(work.bytesRead), Double(work.bytesWritten))
            let need = limits.need(
                operations: Double(work.multiplyAdds) * 2, bytesRead: read, bytesWritten: written,
                workingSet: read + written, instructionSet: instructionSet, threads: threads)
            row.calls += 1 / steps
            row.seconds += call.time.seconds / steps
            row.gigaflops += Double(work.multiplyAdds) * 2e-9 / steps
            row.gigabytes += (read + written) * 1e-9 / steps
            row.leastSeconds += (need?.seconds ?? 0) / steps
            rows["\(phase) \(work.name)"] = row
        }
        self.rows = rows.values.sorted { ($0.seconds, $0.operatorName) > ($1.seconds, $1.operatorName) }
        stepSeconds = recorder.steps.reduce(0) { $0 + $1.time.seconds } / steps
        leftOverSeconds = stepSeconds - self.rows.reduce(0) { $0 + $1.seconds }
        self.teamStarts = teamStarts
        teamStartSeconds = teamStarts * secondsPerTeamStart
    }
}
