import SwiftletEvaluation
import SwiftletTensor
import Testing

@Suite("Precision, recall, F1 and the area under the curve of scores")
struct ClassificationScoreTests {
    /// Rows are the classes: 3 of 4, 1 of 3, 2 of 3 right; the last class neither occurs nor is judged.
    private let confusion: ConfusionMatrix = {
        var confusion = ConfusionMatrix(classes: 4)
        try? confusion.add(labels: [0, 0, 0, 0, 1, 1, 1], judged: [0, 0, 0, 1, 1, 0, 2])
        try? confusion.add(labels: [2, 2, 2], judged: [2, 2, 0])
        return confusion
    }()

    @Test("By hand, class by class")
    func byClass() {
        #expect(confusion.counts == [[3, 1, 0, 0], [1, 1, 1, 0], [1, 0, 2, 0], [0, 0, 0, 0]])
        #expect(confusion.total == 10 && confusion.correct == 6 && confusion.accuracy == 0.6)
        let (third, twoThirds) = (1.0 / 3, 2.0 / 3)
        #expect(confusion.precisions == [0.6, 0.5, twoThirds, nil])
        #expect(confusion.recalls == [0.75, third, twoThirds, nil])
        #expect(confusion.f1Scores == [twoThirds, 0.4, twoThirds, nil])
    }

    @Test("By hand, averaged; the class that is not there does not count")
    func averages() {
        func near(_ value: Double, _ parts: [Double]) -> Bool { abs(value - parts.reduce(0, +)) < 1e-14 }
        // Thirds of the classes' scores.
        #expect(near(confusion.precision(.macro), [0.2, 1.0 / 6, 2.0 / 9]))
        #expect(near(confusion.recall(.macro), [0.25, 1.0 / 9, 2.0 / 9]))
        #expect(near(confusion.f1Score(.macro), [2.0 / 9, 0.4 / 3, 2.0 / 9]))
        // By 4, 3 and 3 of 10 examples.
        #expect(near(confusion.precision(.weighted), [0.24, 0.15, 0.2]))
        #expect(near(confusion.recall(.weighted), [0.3, 0.1, 0.2]))
        for score in [confusion.precision(.micro), confusion.recall(.micro), confusion.f1Score(.micro)] {
            #expect(score == 0.6)
        }
    }

    @Test("A class that occurs and is never judged has no precision and counts as 0")
    func undefined() throws {
        let confusion = try ConfusionMatrix(labels: [0, 0, 1], judged: [0, 0, 0], classes: 2)
        let twoThirds = 2.0 / 3
        #expect(confusion.precisions == [twoThirds, nil])
        #expect(confusion.recalls == [1, 0])
        #expect(confusion.f1Scores == [0.8, 0])
        #expect(confusion.precision(.macro) == twoThirds / 2)
        #expect(confusion.f1Score(.macro) == 0.4)
    }

    @Test("Scores of random judgements are what counting each class's examples one by one gives")
    func bruteForce() throws {
        var random = RandomStream(seed: 5)
        let labels = (0..<200).map { _ in Int32(random.index(below: 5)) }
        let judged = labels.map { random.uniform() < 0.6 ? $0 : Int32(random.index(below: 5)) }
        let confusion = try ConfusionMatrix(labels: labels, judged: judged, classes: 5)
        var f1 = 0.0
        for label in Int32(0)..<5 {
            func count(_ isCounted: (Int32, Int32) -> Bool) -> Double {
                Double(zip(labels, judged).filter(isCounted).count)
            }
            let right = count { $0 == label && $1 == label }
            let precision = right / count { _, judged in judged == label }
            let recall = right / count { actual, _ in actual == label }
            #expect(confusion.precisions[Int(label)] == precision && confusion.recalls[Int(label)] == recall)
            f1 += 2 * precision * recall / (precision + recall)
        }
        #expect(abs(confusion.f1Score(.macro) - f1 / 5) < 1e-12)
    }

    @Test("An example is right if its label has the first of the largest scores")
    func correct() throws {
        let context = try ComputeContext(threads: 1)
        let scores = Tensor([1, 3, 2, 5, 5, 0, -1, -2, -3], shape: [3, 3], in: context)
        #expect(correctCount(scores: scores, labels: [1, 0, 2]) == 2)
        #expect(correctCount(scores: scores, labels: [1, 1, 0]) == 2)
        #expect(correctCount(scores: scores, labels: [2, 2, 1]) == 0)
    }

    @Test("Further examples are counted all or none")
    func adding() throws {
        var confusion = ConfusionMatrix(classes: 2)
        #expect(confusion.accuracy.isNaN)
        #expect(errorMismatch("label 1 is 2") { try confusion.add(labels: [0, 1], judged: [0, 2]) } == nil)
        #expect(errorMismatch("1 for 2") { try confusion.add(labels: [0, 1], judged: [0]) } == nil)
        #expect(confusion.total == 0)
    }

    @Test("The area is the share of pairs in which the positive example has the higher score")
    func area() throws {
        var random = RandomStream(seed: 6)
        let isPositive = (0..<60).map { _ in random.uniform() < 0.4 }
        // Few values, so that there are ties.
        let scores = isPositive.map { Float(random.index(below: 8) + ($0 ? 2 : 0)) }
        var (wins, pairs) = (0.0, 0.0)
        for positive in isPositive.indices where isPositive[positive] {
            for negative in isPositive.indices where !isPositive[negative] {
                wins += scores[positive] > scores[negative] ? 1 : scores[positive] == scores[negative] ? 0.5 : 0
                pairs += 1
            }
        }
        let curve = try ROCCurve(scores: scores, isPositive: isPositive)
        #expect(abs(curve.auc - wins / pairs) < 1e-14)
        // A threshold of -5 accepts scores of 5 and more.
        #expect(curve.point(at: -5).truePositives == zip(scores, isPositive).filter { $0 >= 5 && $1 }.count)
    }

    @Test("The mean over classes, one against the others")
    func macroArea() throws {
        // Class 0: 1 of 2 pairs right; class 1: ties are halves; class 2 does not occur.
        let scores: [Double] = [0.5, 0.2, 0.3, 0.6, 0.2, 0.2, 0.1, 0.9, 0]
        let area = try ROCCurve.macroAUC(scores: scores, labels: [0, 1, 1], classes: 3)
        #expect(abs(area - 0.625) < 1e-15)
    }

    @Test("What does not fit is refused")
    func refusals() {
        #expect(errorMismatch("2 scores", "1 ex") { _ = try ROCCurve(scores: [1.0, 2], isPositive: [true]) } == nil)
        #expect(errorMismatch("example 0 is not") { _ = try ROCCurve(scores: [Float.nan], isPositive: [true]) } == nil)
        #expect(errorMismatch("got 1 and 0") { _ = try ROCCurve(scores: [1.0], isPositive: [true]) } == nil)
        #expect(
            errorMismatch("3 scores") { _ = try ROCCurve.macroAUC(scores: [1.0, 2, 3], labels: [0], classes: 2) } == nil
        )
        #expect(
            errorMismatch("2 classes, got 1") {
                _ = try ROCCurve.macroAUC(scores: [1.0, 2], labels: [0], classes: 2)
            } == nil)
        #expect(
            errorMismatch("label 0 is 2") { _ = try ROCCurve.macroAUC(scores: [1.0, 2], labels: [2], classes: 2) }
                == nil)
    }
}
