import Foundation
import TestSupport
import Testing

@testable import TextCNNExperiment

@Suite("What an accuracy must be seen beside")
struct AccuracyContextTests {
    private func text(_ zeros: Int, _ ones: Int) -> String {
        (String(repeating: "0 a good film\n", count: zeros) + String(repeating: "1 a bad film\n", count: ones))
    }

    @Test(
        "One class in nearly all sentences: its fraction stands beside the accuracy, and a class without an example is named"
    )
    func lopsided() throws {
        let folder = try TemporaryFolder()
        let train = try folder.write(text(60, 4), to: "train.txt")
        let test = try folder.write(text(10, 0), to: "test.txt")
        let result = try textcnn(
            trainArguments(train, epochs: 1, "--test", test, "--output", "run", "--json"), in: folder)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("Warning: the test set has no example of \"1\"\n"))
        let json = try result.json
        #expect(json["majority_fraction"] as? Double == 1 && json["auc"] == nil)
        let evaluated = try textcnn(["evaluate", "--checkpoint", "run", "--test", test], in: folder)
        #expect(evaluated.errors.contains("Warning: test.txt has no example of \"1\"\n"))
        #expect(evaluated.output.contains("majority class 100.00 %"))
        #expect(try folder.text("run/report.html").contains("Majority class"))
    }

    @Test("Of two classes the area under the ROC curve, of more the macro F1")
    func figures() throws {
        let classifier = try makeClassifier()
        let sentences = "abcdefghijkl".map { [String($0), "a", "b"] }
        let probabilities = try classifier.probabilities(of: sentences)
        let right = probabilities.map { $0[1] }
        let median = right.sorted()[6]
        let labels = right.enumerated().map { Int32($0.element >= median ? 1 : 0) }
        let all = try TextEvaluation.judge(TextEnsemble([classifier]), sentences, labels: labels)
        #expect(all.context.auc == 1 && all.context.majorityFraction == 0.5)
        let reversed = try TextEvaluation.judge(TextEnsemble([classifier]), sentences, labels: labels.map { 1 - $0 })
        #expect(reversed.context.auc == 0)
        #expect(all.context.macroF1 == all.confusion.f1Score(.macro))
        let single = try TextEvaluation.judge(TextEnsemble([classifier]), sentences, labels: labels.map { _ in 0 })
        #expect(single.context.auc == nil && single.context.majorityFraction == 1)
        let mean = AccuracyContext(meanOf: [all.context, reversed.context])
        #expect(mean.auc == 0.5 && mean.majorityFraction == 0.5)
    }
}
