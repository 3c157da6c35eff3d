import SwiftletData
import SwiftletTensor
import TestSupport
import Testing

@testable import ExperimentSupport

@Suite("The classifier on real pictures")
struct RealPicturesTests {
    @Test(
        "One pass over 2,000 digits is enough to tell most others",
        .enabled(if: sharedData("mnist") != nil, absentSharedData))
    func mnist() throws {
        let data = DataDirectory(flag: sharedData)
        // The test part alone: it is smaller and as good for this.
        let pictures = try KnownImageSets.load("mnist", part: .test, from: data)
        var settings = ClassifierTraining(pictures: 1)
        settings.epochs = 1
        settings.batchSize = 32
        let classifier = try ImageClassifier.train(
            on: pictures.selecting(Array(0..<2000)), name: "mnist", test: pictures.selecting(Array(9000..<10_000)),
            settings: settings, in: ComputeContext(threads: 2))
        #expect(try #require(classifier.testAccuracy) > 0.9)
        #expect(classifier.record.classNames == (0...9).map(String.init))
    }
}
