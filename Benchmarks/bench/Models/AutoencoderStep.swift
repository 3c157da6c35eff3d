import SwiftletNN
import SwiftletOptim
import SwiftletTensor

/// A conditional variational autoencoder of 28 x 28 pictures in ten classes: Bernoulli likelihood and divergence, summed over
/// the batch; Adam.
final class AutoencoderStep: TrainingStep {
    /// Which layers it has.
    enum Kind {
        case linear
        case convolutional
    }

    let batchSize: Int
    var modules: [any Module] { [model] }
    private let model: any Autoencoder
    private let optimizer = Adam()
    private let context: ComputeContext
    private var batches: ResidentBatches<(pictures: Tensor, classes: Tensor)>
    private static let residentBatches = 16

    init(_ kind: Kind, batchSize: Int, in context: ComputeContext) throws {
        self.batchSize = batchSize
        self.context = context
        let declared: any Autoencoder = kind == .linear ? LinearAutoencoder() : ConvolutionalAutoencoder()
        model = try declared.initialized(seed: 1, in: context)
        var random = RandomStream(seed: 1).child("data")
        batches = ResidentBatches(count: Self.residentBatches) { _ in
            let pictures = Tensor.uniform(
                [batchSize, PictureFormat.pixels], 0, 1, using: &random, in: context)
            var classes = [Float](repeating: 0, count: batchSize * PictureFormat.classes)
            for row in 0..<batchSize {
                classes[row * PictureFormat.classes + random.index(below: PictureFormat.classes)] = 1
            }
            return (pictures, Tensor(classes, shape: [batchSize, PictureFormat.classes], in: context))
        }
    }

    func run() throws -> Float {
        let batch = batches.take()
        var random = RandomStream(seed: 1).child(optimizer.stepCount)
        let noise = Tensor.normal([batchSize, model.latent], using: &random, in: context)
        let (loss, gradients) = try valueAndGradients(of: model, random: random) { pass in
            let (mean, logVariance) = model.encode(pass(batch.pictures), batch.classes)
            let latent = reparametrized(mean: mean, logVariance: logVariance, noise: noise)
            let logits = model.decode(
                Tensor.concatenated([latent, batch.classes], axis: 1))
            return gaussianKLDivergence(mean: mean, logVariance: logVariance).sum()
                - bernoulliLogLikelihood(logits: logits, targets: batch.pictures).sum()
        }
        optimizer.step(gradients)
        return loss.item
    }

    func infer() -> Tensor {
        let batch = batches.take()
        let mean = model.encode(batch.pictures, batch.classes).mean
        return model.decode(Tensor.concatenated([mean, batch.classes], axis: 1))
    }

    var cost: StepCost {
        get throws {
            var cost = StepCost()
            for (product, passes) in model.products { cost.add(batchSize * product, passes) }
            try cost.addParameters(of: model)
            return cost
        }
    }
}
