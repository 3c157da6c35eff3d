import Foundation

/// Shows how training goes on standard error, which leaves standard output to results.
///
/// On a terminal one line is redrawn at most ten times a second, and each epoch leaves one line behind. Elsewhere there is
/// a plain line for each epoch, and within a long epoch one every ten seconds.
public final class ProgressReporter {
    /// How progress is shown.
    public enum Style: Sendable {
        /// One line that is redrawn.
        case bar
        /// Plain lines.
        case lines
        /// Nothing.
        case silent
    }

    /// What is trained, such as "fold 3/10"; goes before every line.
    public var label = ""
    /// What the samples are, for speeds: "images".
    public var samples = "samples"
    private let style: Style
    private let bar: ProgressBar
    private let width: () -> Int
    private let now: () -> Double
    private let write: (String) -> Void
    private var isDrawn = false
    private var lastUpdate: Double?

    /// Shows progress on standard error: redrawn on a terminal, in plain lines elsewhere, or as `style` says.
    public convenience init(style: Style? = nil) {
        self.init(
            style: style ?? (Terminal.isInteractive ? .bar : .lines),
            bar: ProgressBar(showsUnicode: Terminal.showsUnicode, wantsColor: Terminal.wantsColor),
            width: { Terminal.width }, now: { ProcessInfo.processInfo.systemUptime }, write: StandardError.write)
    }

    init(
        style: Style, bar: ProgressBar, width: @escaping () -> Int, now: @escaping () -> Double,
        write: @escaping (String) -> Void
    ) {
        self.style = style
        self.bar = bar
        self.width = width
        self.now = now
        self.write = write
    }

    /// Shows a step, if it is time to.
    public func update(_ status: ProgressStatus) {
        update(
            isStart: status.step <= 1, head: head(status.epoch, status.epochs), fraction: status.epochFraction,
            fields: self.fields(status), count: self.step(status))
    }

    /// Shows how much is done of something other than training, if it is time to; `clear()` when it has ended.
    public func update(_ task: String, done: Int, of total: Int, _ unit: String) {
        let count = "\(done)/\(total) \(unit)"
        update(
            isStart: done == 0, head: head(task), fraction: total > 0 ? Double(done) / Double(total) : nil,
            fields: style == .bar ? [count] : [], count: count)
    }

    /// Redraws the line, or writes one with the count, if it is time to.
    private func update(
        isStart: Bool, head: String, fraction: Double?, fields: @autoclosure () -> [String],
        count: @autoclosure () -> String
    ) {
        let time = now()
        if isStart && style == .lines { lastUpdate = time }
        switch style {
        case .silent: return
        case .bar:
            if let lastUpdate, time - lastUpdate < 0.1 { return }
            draw(head, fraction, fields())
        case .lines:
            if let lastUpdate, time - lastUpdate < 10 { return }
            write(([head, count()] + fields()).joined(separator: "  ") + "\n")
        }
        lastUpdate = time
    }

    /// Shows what an epoch came to, in a line that stays.
    public func epochEnded(_ record: EpochRecord, of epochs: Int) {
        if style == .silent { return }
        clear()
        var fields = MetricText.line(record.train) + MetricText.line(record.evaluation, prefix: "dev ")
        fields += [MetricText.rate(record.samplesPerS, of: samples), MetricText.duration(record.trainSeconds)]
        if record.isBest && !record.evaluation.isEmpty { fields.append("best") }
        write(([head(record.epoch, epochs)] + fields).joined(separator: "  ") + "\n")
    }

    /// Shows a message in a line that stays. Paths within the working folder are relative to it.
    public func note(_ message: String) {
        if style == .silent { return }
        clear()
        write(AbsolutePath.shortening(message) + "\n")
    }

    /// Removes the line that is being redrawn, so that something else can be written.
    public func clear() {
        if isDrawn { write("\r\u{1b}[K") }
        isDrawn = false
        if style == .bar { lastUpdate = nil }
    }

    private func draw(_ head: String, _ fraction: Double?, _ fields: [String]) {
        // The last column stays free: a character there makes some terminals go to the next line.
        let line = bar.line(head: head, fraction: fraction, fields: fields, width: width() - 1)
        write("\r\(line)\u{1b}[K")
        isDrawn = true
    }

    private func head(_ epoch: Int, _ epochs: Int) -> String { head("epoch \(epoch)/\(epochs)") }

    private func head(_ text: String) -> String { (label.isEmpty ? "" : "\(label)  ") + text }

    private func step(_ status: ProgressStatus) -> String {
        "step \(status.step)" + (status.steps.map { "/\($0)" } ?? "")
    }

    private func fields(_ status: ProgressStatus) -> [String] {
        var fields = MetricText.line(status.means)
        if let rate = status.samplesPerSecond { fields.append(MetricText.rate(rate, of: samples)) }
        if let left = status.secondsLeft { fields.append("\(MetricText.duration(left)) left") }
        return fields
    }
}
