import Foundation
import SwiftletData
import SwiftletTrain
import TestSupport
import Testing

@testable import CVAEExperiment

@Suite("The same seed and kernels give the same bits")
struct DeterminismTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(smallPictures(120), as: "train")
        try folder.write(smallPictures(30, seed: 2), as: "test")
    }

    /// The checkpoint that a run ends with, and its losses.
    private func run(
        _ kind: ModelKind, seed: UInt64 = 1, threads: Int = 1, likelihood: Likelihood = .dynamic
    ) throws -> (checkpoint: [UInt8], losses: [Double]) {
        var configuration = folder.smallConfiguration(kind)
        configuration.seed = seed
        configuration.threads = threads
        configuration.likelihood = likelihood
        // Large enough for operators to divide the work among threads.
        if kind == .mlp { configuration.model.hidden = [128, 96] }
        configuration.training.batchSize = 48
        let training = try CVAETraining(configuration, folder: DataDirectory(flag: folder.path))
        #expect(training.context.threads == threads)
        let (model, summary) = try training.run()
        try model.checkpoint(data: configuration.data).write(to: folder("run.safetensors"))
        return (
            try folder.bytes("run.safetensors"), summary.epochs.flatMap { [$0.train["loss"]!, $0.evaluation["loss"]!] }
        )
    }

    @Test("Twice, and on 1, 2, 3 and 8 threads", arguments: ModelKind.allCases)
    func threads(kind: ModelKind) throws {
        let first = try run(kind)
        for threads in [1, 2, 3, 8] {
            let again = try run(kind, threads: threads)
            #expect(again.checkpoint == first.checkpoint, "\(threads) threads")
            #expect(again.losses == first.losses)
        }
    }

    @Test("Another seed or another likelihood gives another model")
    func others() throws {
        let first = try run(.mlp).checkpoint
        #expect(try run(.mlp, seed: 2).checkpoint != first)
        #expect(try run(.mlp, likelihood: .static).checkpoint != first)
        #expect(try run(.mlp, likelihood: .grey).checkpoint != first)
    }
}
