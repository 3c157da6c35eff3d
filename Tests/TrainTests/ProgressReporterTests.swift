import Foundation
import Testing

@testable import SwiftletTrain

@Suite struct ProgressReporterTests {
    /// A reporter whose clock and terminal the test holds in its hands.
    final class Screen {
        var time = 0.0
        var width = 100
        var output: [String] = []

        func reporter(_ style: ProgressReporter.Style, isPlain: Bool = true) -> ProgressReporter {
            ProgressReporter(
                style: style, bar: ProgressBar(showsUnicode: !isPlain, wantsColor: !isPlain), width: { self.width },
                now: { self.time }, write: { self.output.append($0) })
        }
    }

    let screen = Screen()

    func status(_ step: Int, steps: Int? = 100, seconds: Double = 2) -> ProgressStatus {
        ProgressStatus(
            epoch: 2, epochs: 4, step: step, steps: steps, samples: 50 * step, means: ["loss": 0.5, "accuracy": 0.75],
            epochSeconds: seconds, elapsedSeconds: seconds + 4)
    }

    let record = EpochRecord(
        epoch: 2, train: ["loss": 0.5, "accuracy": 0.75], evaluation: ["accuracy": 0.7], isBest: true, samples: 5000,
        trainSeconds: 4, waitingSeconds: 0.5, samplesPerS: 1250, elapsedSeconds: 9)

    @Test func drawsALine() {
        screen.reporter(.bar).update(status(50))
        let bar = "###############---------------"
        #expect(
            screen.output == [
                "\repoch 2/4  \(bar)  loss 0.5  accuracy 75.00 %  1250 samples/s  10 s left\u{1b}[K"
            ])
    }

    @Test func showsATaskThatIsNoTraining() {
        let drawn = screen.reporter(.bar)
        drawn.label = "fold 3/10"
        drawn.update("evaluating", done: 250, of: 1000, "images")
        #expect(
            screen.output == ["\rfold 3/10  evaluating  #######-----------------------  250/1000 images\u{1b}[K"])
        screen.output = []
        let lines = screen.reporter(.lines)
        for done in stride(from: 0, through: 1000, by: 100) {
            screen.time = Double(done) / 40
            lines.update("evaluating", done: done, of: 1000, "images")
        }
        #expect(screen.output == ["evaluating  400/1000 images\n", "evaluating  800/1000 images\n"])
    }

    @Test func redrawsTenTimesASecondAtMost() {
        let reporter = screen.reporter(.bar)
        for step in 1...1000 {
            screen.time = Double(step) / 1000
            reporter.update(status(step, steps: 1000))
        }
        #expect((9...10).contains(screen.output.count))
        #expect(screen.output.allSatisfy { $0.hasPrefix("\r") && !$0.contains("\n") })
    }

    @Test(arguments: 0...120) func fitsTheTerminal(width: Int) {
        screen.width = width
        screen.reporter(.bar, isPlain: false).update(status(33))
        let visible = screen.output[0].replacing(/\u{1b}\[[0-9;]*[mK]/, with: "").dropFirst()
        #expect(visible.count <= max(width - 1, 0))
        if width > 10 { #expect(visible.hasPrefix("epoch 2/4")) }
    }

    @Test func usesColourOnlyWhereItIsWanted() {
        screen.reporter(.bar, isPlain: true).update(status(50))
        screen.reporter(.bar, isPlain: false).update(status(50))
        #expect(!screen.output[0].contains("\u{1b}[3"))
        #expect(screen.output[1].contains("\u{1b}[32m━"))
    }

    @Test func leavesOneLineForEachEpoch() {
        let reporter = screen.reporter(.bar)
        reporter.label = "fold 3/10"
        reporter.update(status(50))
        reporter.epochEnded(record, of: 4)
        #expect(
            Array(screen.output.dropFirst()) == [
                "\r\u{1b}[K",
                "fold 3/10  epoch 2/4  loss 0.5  accuracy 75.00 %  dev accuracy 70.00 %  1250 samples/s  4.0 s  best\n",
            ])
    }

    @Test func writesPlainLinesElsewhere() {
        let reporter = screen.reporter(.lines)
        for step in 1...1000 {
            screen.time = Double(step) / 40
            reporter.update(status(step, steps: 1000, seconds: screen.time))
        }
        reporter.epochEnded(record, of: 4)
        #expect(screen.output.count == 3)
        #expect(screen.output[0].hasPrefix("epoch 2/4  step 401/1000  loss 0.5  accuracy 75.00 %  "))
        #expect(screen.output.allSatisfy { $0.hasSuffix("\n") && !$0.contains("\r") && !$0.contains("\u{1b}") })
    }

    @Test func isSilentWhenAskedTo() {
        let reporter = screen.reporter(.silent)
        reporter.update(status(1))
        reporter.note("hello")
        reporter.epochEnded(record, of: 4)
        reporter.clear()
        #expect(screen.output.isEmpty)
    }

    @Test func knowsNoTimeLeftWithoutTheNumberOfSteps() {
        let status = status(10, steps: nil)
        #expect(status.secondsLeft == nil && status.epochFraction == nil)
        screen.reporter(.bar).update(status)
        #expect(screen.output == ["\repoch 2/4  loss 0.5  accuracy 75.00 %  250 samples/s\u{1b}[K"])
    }
}
