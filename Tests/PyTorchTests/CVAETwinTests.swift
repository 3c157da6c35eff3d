import SwiftletData
import SwiftletNN
import SwiftletTensor
import TestSupport
import Testing

@testable import CVAEExperiment

@Suite("The conditional VAE and its twin in PyTorch", .enabled(if: PyTorch.isPresent, PyTorch.absent))
struct CVAETwinTests {
    @Test("Weights pass both ways", arguments: ModelKind.allCases, Conditioning.allCases)
    func exchange(kind: ModelKind, conditioning: Conditioning) throws {
        let context = try ComputeContext(threads: 1)
        var configuration = ModelConfiguration(kind: kind)
        configuration.hidden = kind == .mlp ? [16, 10] : [9]
        if kind == .conv { configuration.channels = [4, 6] }
        (configuration.latent, configuration.conditioning) = (3, conditioning)
        let format = PictureFormat(width: 8, height: 12, classNames: ["a", "b", "c", "d"])
        let model = try PictureModel(configuration, format, .grey, random: RandomStream(seed: 1), in: context)

        let labels: [Int32] = [3, 0, 1, 1, 2]
        let latent = normalNumbers([5, 3], "latent", in: context)
        let pictures = normalNumbers([5, 96], "pictures", in: context).sigmoid()
        let inputs = [
            "labels": NumericArray(IntTensor(labels, shape: [5], in: context)), "latent": NumericArray(latent),
            "pictures": NumericArray(pictures),
        ]
        func outputs(_ model: PictureModel) -> [String: Tensor] {
            let classes = oneHot(labels, classes: 4, in: context)
            let (mean, logVariance) = model.network.encode(pictures, classes: classes)
            let logits = model.network.decode(latent, classes: classes)
            return ["mean": mean, "log_variance": logVariance, "means": logits.sigmoid()]
        }
        try PyTorch.exchange(
            "cvae", inputs, outputs: outputs(model),
            write: { try model.checkpoint(data: DataConfiguration()).write(to: $0) },
            read: { outputs(try PictureModel.read($0, in: context).model) })
    }
}
