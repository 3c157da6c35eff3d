import Foundation
import SwiftletData
import TestSupport
import Testing

@testable import TextCNNExperiment

@Suite("The same seed and kernels give the same bits")
struct DeterminismTests {
    private let folder: TemporaryFolder
    private let train: String

    init() throws {
        folder = try TemporaryFolder()
        train = try folder.write(generatedText(200), to: "train.txt")
    }

    /// The checkpoint file that a run ends with, and its training losses by epoch.
    private func run(
        pooling: Pooling = .max, seed: UInt64 = 1, threads: Int = 1, kernels: String = "auto"
    ) throws -> (checkpoint: Data, losses: [Double]) {
        var configuration = smallConfiguration(train: train)
        configuration.model.pooling = pooling
        // Large enough for operators to divide the work among threads.
        configuration.model.filters = 64
        configuration.model.embeddingDimension = 50
        configuration.training.batchSize = 50
        configuration.seed = seed
        configuration.threads = threads
        configuration.kernels = kernels
        let experiment = try TextExperiment(configuration)
        #expect(experiment.context.threads == threads)
        let path = "\(folder.path)/\(UUID().uuidString).safetensors"
        let result = try experiment.training(on: experiment.splits[0], number: 0).run { try $0.write(to: path) }
        return (try Data(contentsOf: URL(fileURLWithPath: path)), result.epochs.compactMap { $0.train["loss"] })
    }

    @Test("Twice, and on 1, 2, 3 and 8 threads", arguments: Pooling.allCases)
    func threads(pooling: Pooling) throws {
        let first = try run(pooling: pooling)
        for threads in [1, 2, 3, 8] {
            let again = try run(pooling: pooling, threads: threads)
            #expect(again.checkpoint == first.checkpoint, "\(threads) threads")
            #expect(again.losses == first.losses)
        }
    }

    @Test("Another seed gives another model")
    func anotherSeed() throws {
        #expect(try run(seed: 2).checkpoint != run(seed: 1).checkpoint)
    }

    @Test("Other kernels give the same losses but for rounding", arguments: ["reference", "generic"])
    func otherKernels(kernels: String) throws {
        let expected = try run().losses
        let losses = try run(kernels: kernels).losses
        #expect(losses.count == expected.count)
        for (loss, expected) in zip(losses, expected) { #expect(abs(loss - expected) < 1e-4 * expected) }
    }
}
