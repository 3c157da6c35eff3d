import Foundation

/// A step's profile as a table, with the sums of each phase below it.
struct ProfileTable {
    private let profile: StepProfile

    init(_ profile: StepProfile) { self.profile = profile }

    var text: String {
        var table = TextTable([
            "phase", "operator", "calls", "time", "of step", "GFLOP/s", "GB/s", "of limit",
        ])
        for row in profile.rows {
            table.add([
                row.phase, row.operatorName, String(printf: "%.4g", row.calls), time(row.seconds), share(row.seconds),
                row.gigaflops > 0 ? rate(row.gigaflops, row.seconds) : "", rate(row.gigabytes, row.seconds),
                row.leastSeconds > 0 ? percent(row.leastSeconds / row.seconds) : "",
            ])
        }
        for phase in phases {
            let rows = profile.rows.filter { $0.phase == phase }
            let seconds = sum(rows, \.seconds)
            let gigaflops = sum(rows, \.gigaflops)
            table.add([
                phase, "(all)", String(printf: "%.4g", sum(rows, \.calls)), time(seconds), share(seconds),
                gigaflops > 0 ? rate(gigaflops, seconds) : "", rate(sum(rows, \.gigabytes), seconds),
                percent(sum(rows, \.leastSeconds) / seconds),
            ])
        }
        table.add(["", "left over", "", time(profile.leftOverSeconds), share(profile.leftOverSeconds), "", "", ""])
        table.add(["", "step", "", time(profile.stepSeconds), share(profile.stepSeconds), "", "", ""])
        let starts =
            profile.teamStarts > 0
            ? "Within the operators' time: \(String(printf: "%.4g", profile.teamStarts)) starts of a team of threads, "
                + "about \(time(profile.teamStartSeconds)) (\(share(profile.teamStartSeconds)))."
            : "No team of threads was started."
        return table.text + "\n" + starts
    }

    private var phases: [String] {
        ["forward", "backward", "update"].filter { phase in profile.rows.contains { $0.phase == phase } }
    }

    private func sum(_ rows: [StepProfile.Row], _ figure: (StepProfile.Row) -> Double) -> Double {
        rows.reduce(0) { $0 + figure($1) }
    }

    private func share(_ seconds: Double) -> String { String(printf: "%.1f %%", seconds / profile.stepSeconds * 100) }
    private func percent(_ share: Double) -> String { String(printf: "%.0f %%", share * 100) }
    private func rate(_ billions: Double, _ seconds: Double) -> String { String(printf: "%.1f", billions / seconds) }
    private func time(_ seconds: Double) -> String {
        seconds < 1e-3 ? String(printf: "%.1f µs", seconds * 1e6) : String(printf: "%.2f ms", seconds * 1e3)
    }
}
