import Foundation
import SwiftletTensor
import TestSupport
import Testing

@testable import SiameseExperiment

private let archive = sharedData("faces-orl/orl_faces.tar.gz")

@Suite("Real faces", .enabled(if: archive != nil, absentSharedData))
struct ORLTests {
    @Test("A short training verifies people it has never seen far better than chance")
    func shortTraining() throws {
        let folder = try TemporaryFolder()
        let unpacking = Process()
        unpacking.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        unpacking.arguments = ["tar", "xzf", try #require(archive), "-C", folder.path]
        try unpacking.run()
        unpacking.waitUntilExit()
        try #require(unpacking.terminationStatus == 0)

        var configuration = smallConfiguration(folder("orl_faces"))
        configuration.model.size = 48
        configuration.model.embeddingDimension = 32
        configuration.training.epochs = 2
        configuration.training.batchSize = 16
        configuration.training.pairsPerEpoch = 160
        configuration.preparation.testPeople = (33...40).map { "s\($0)" }
        configuration.ways = 8
        let experiment = try SiameseExperiment(configuration)
        #expect(experiment.faces.people.map(\.name) == (1...40).map { "s\($0)" })
        #expect(experiment.faces.people.allSatisfy { $0.pictures.count == 10 })

        let (verifier, result) = try experiment.training(on: experiment.splits[0], number: 0).run()
        #expect(verifier.testPeople == configuration.preparation.testPeople)
        // 8 people with 10 pictures each.
        #expect(result.test.samePairs == 8 * 45 && result.test.differentPairs == 28 * 100)
        #expect(result.test.auc > 0.9, "\(result.test.auc)")
        #expect(result.test.oneShotAccuracy > 0.5, "\(result.test.oneShotAccuracy), 0.125 by chance")
    }
}
