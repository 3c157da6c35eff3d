import Foundation
import SwiftletTrain

/// Recorded steps in the Trace Event Format (Google, "Trace Event Format", 2016), which Perfetto and chrome://tracing open:
/// a slice for each step, and in it one for each call of a kernel.
struct ChromeTrace: Encodable {
    private struct Event: Encodable {
        var name: String
        /// Category: the phase.
        var cat: String
        /// Kind: "X" for a slice with a duration, "M" for a name of a process or thread.
        var ph: String
        /// Microseconds since the first step began.
        var ts = 0.0
        var dur: Double?
        var pid = 1
        var tid = 1
        var args: [String: String]
    }

    private let displayTimeUnit = "ms"
    private let traceEvents: [Event]

    /// The steps that `recorder` holds, under the title of what was measured.
    init(_ recorder: KernelRecorder, title: String) {
        let origin = recorder.steps.first?.time.start ?? 0
        func slice(
            _ name: String, _ category: String, _ time: KernelRecorder.Interval, _ arguments: [String: String]
        ) -> Event {
            Event(
                name: name, cat: category, ph: "X", ts: Double(time.start - origin) * 1e-3, dur: time.seconds * 1e6,
                args: arguments)
        }
        var events = [
            Event(name: "process_name", cat: "", ph: "M", args: ["name": title]),
            Event(name: "thread_name", cat: "", ph: "M", args: ["name": "steps"]),
        ]
        for (index, step) in recorder.steps.enumerated() {
            events.append(slice("step \(index + 1)", "step", step.time, [:]))
            for call in step.calls {
                let (work, seconds) = (call.work, call.time.seconds)
                var arguments = [
                    "reads": work.reads.map(\.description).joined(separator: " "),
                    "writes": work.writes.map(\.description).joined(separator: " "),
                    "GB/s": String(printf: "%.2f", Double(work.bytesRead + work.bytesWritten) * 1e-9 / seconds),
                ]
                if work.multiplyAdds > 0 {
                    arguments["GFLOP/s"] = String(printf: "%.2f", Double(work.multiplyAdds) * 2e-9 / seconds)
                }
                events.append(slice(work.name, call.phase.rawValue, call.time, arguments))
            }
        }
        traceEvents = events
    }

    /// Writes the file, whole or not at all.
    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(encoder.encode(self), to: path)
    }
}
