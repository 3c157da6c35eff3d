import Foundation
import SwiftletTensor
import TestSupport
import Testing

@testable import SiameseExperiment

@Suite("Training learns, and the same seed gives the same bits")
struct LearningTests {
    private let folder: TemporaryFolder
    private let faces: String

    init() throws {
        folder = try TemporaryFolder()
        faces = try DrawnFaces.write(people: 4, pictures: 3, to: folder)
    }

    @Test("A handful of people is learned by heart", arguments: ModelConfiguration.Kind.allCases)
    func overfitting(kind: ModelConfiguration.Kind) throws {
        var configuration = smallConfiguration(faces, kind)
        configuration.preparation.testShare = 0.5
        configuration.training.epochs = 12
        configuration.training.learningRate = 5e-3
        configuration.training.augmentation = .none
        configuration.training.whitening = nil
        let experiment = try SiameseExperiment(configuration)
        let (_, result) = try experiment.training(on: experiment.splits[0], number: 0).run()
        let losses = result.epochs.compactMap { $0.train["loss"] }
        #expect(try #require(losses.last) < 0.05 * Double(configuration.training.margin), "\(losses)")
        #expect(losses[0] > 3 * losses[losses.count - 1])
        #expect(result.training.auc == 1 && result.training.equalErrorRate == 0)
        #expect(result.training.accuracy == 1 && result.training.balancedAccuracy == 1)
    }

    /// The checkpoint file that a run ends with, and its training losses by epoch.
    private func run(
        _ kind: ModelConfiguration.Kind, seed: UInt64 = 1, threads: Int = 1
    ) throws -> (checkpoint: [UInt8], losses: [Double]) {
        var configuration = smallConfiguration(faces, kind)
        configuration.preparation.testShare = 0.5
        // Large enough for operators to divide the work among threads.
        configuration.model.size = 64
        configuration.training.epochs = 1
        configuration.training.batchSize = 16
        configuration.training.augmentation = AugmentationConfiguration()
        configuration.seed = seed
        configuration.threads = threads
        let experiment = try SiameseExperiment(configuration)
        #expect(experiment.context.threads == threads)
        let (verifier, result) = try experiment.training(on: experiment.splits[0], number: 0).run()
        try verifier.checkpoint().write(to: folder("\(kind)-\(threads).safetensors"))
        return (try folder.bytes("\(kind)-\(threads).safetensors"), result.epochs.compactMap { $0.train["loss"] })
    }

    @Test("On 1, 2, 3 and 8 threads", arguments: ModelConfiguration.Kind.allCases)
    func threads(kind: ModelConfiguration.Kind) throws {
        let first = try run(kind)
        for threads in [1, 2, 3, 8] {
            let again = try run(kind, threads: threads)
            #expect(again.checkpoint == first.checkpoint, "\(threads) threads")
            #expect(again.losses == first.losses)
        }
        #expect(try run(kind, seed: 2).checkpoint != first.checkpoint)
    }
}
