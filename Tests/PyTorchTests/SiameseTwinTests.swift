import SwiftletData
import SwiftletNN
import SwiftletTensor
import SwiftletTrain
import TestSupport
import Testing

@testable import SiameseExperiment

@Suite("Both towers and their twins in PyTorch", .enabled(if: PyTorch.isPresent, PyTorch.absent))
struct SiameseTwinTests {
    @Test("Weights pass both ways", arguments: [(ModelConfiguration.Kind.pooled, 41), (.classic, 14)])
    func exchange(kind: ModelConfiguration.Kind, size: Int) throws {
        let context = try ComputeContext(threads: 1)
        var configuration = ModelConfiguration(kind)
        (configuration.size, configuration.width, configuration.embeddingDimension) = (size, 10, 7)
        let tower = try configuration.makeTower(random: RandomStream(seed: 1), in: context)
        try tower.shakeStatistics()
        let verifier = FaceVerifier(configuration: configuration, tower: tower, threshold: 0.5)

        let pictures = normalNumbers([3, 1, size, size], "pictures", in: context)
        func outputs(_ tower: any Tower) -> [String: Tensor] {
            ["embeddings": tower(pictures)]
        }
        try PyTorch.exchange(
            "siamese", ["pictures": NumericArray(pictures)], outputs: outputs(tower),
            write: { try verifier.checkpoint().write(to: $0) },
            read: { outputs(try FaceVerifier(reading: $0, in: context).tower) })
    }

    @Test("A twin notices wrong numbers, and a tensor that is missing or has another name")
    func wrong() throws {
        let context = try ComputeContext(threads: 1)
        var configuration = ModelConfiguration(.pooled)
        (configuration.size, configuration.width, configuration.embeddingDimension) = (32, 4, 5)
        let tower = try configuration.makeTower(random: RandomStream(seed: 1), in: context)
        let verifier = FaceVerifier(configuration: configuration, tower: tower)
        let pictures = normalNumbers([2, 1, 32, 32], "pictures", in: context)
        let embeddings = tower(pictures)

        /// What the twin says of a checkpoint and of embeddings.
        func complaint(_ embeddings: Tensor, _ change: (inout Checkpoint) -> Void = { _ in }) throws -> String? {
            let error = #expect(throws: TestPython.Failure.self) {
                try PyTorch.exchange(
                    "siamese", ["pictures": NumericArray(pictures)], outputs: ["embeddings": embeddings],
                    write: { path in
                        var checkpoint = try verifier.checkpoint()
                        change(&checkpoint)
                        try checkpoint.write(to: path)
                    }, read: { _ in [:] })
            }
            return error?.description
        }
        #expect(try complaint(embeddings * 1.0001)?.contains("AssertionError: ('embeddings'") == true)
        let missing = try complaint(embeddings) { $0.tensors.removeAll { $0.name == "features.2.bias" } }
        #expect(missing?.contains("Missing key(s) in state_dict: \"features.2.bias\"") == true)
        let renamed = try complaint(embeddings) { $0.tensors[0].name = "features.1.kernel" }
        #expect(renamed?.contains("Unexpected key(s) in state_dict: \"features.1.kernel\"") == true)
    }
}
