import SwiftletTensor

/// The models whose training step is measured. Layers, sizes, batch, loss and optimizer are fixed, so that other frameworks
/// can be measured on the same work: customary sentence classifiers, a siamese network, autoencoders and pairs of
/// generator and discriminator.
enum StepModel: String, CaseIterable {
    case textcnn
    case textcnnKernel7 = "textcnn_k7"
    case textcnnAverage = "textcnn_avg"
    case textcnnKernel7Average = "textcnn_k7avg"
    case kimcnn
    case siamese
    case cvae
    case convcvae
    case dcgan28
    case dcgan64

    /// Throws for a name that is none.
    static func named(_ name: String) throws -> StepModel {
        guard let model = StepModel(rawValue: name) else {
            let names = allCases.map(\.rawValue).joined(separator: ", ")
            throw BenchError("there is no model '\(name)'; the models are \(names).")
        }
        return model
    }

    /// What it is, in a few words.
    var summary: String {
        switch self {
        case .textcnn: "sentences of 64 words, embedding 20,000 x 300, kernel 5, 100 filters, maximum over time"
        case .textcnnKernel7: "as textcnn with kernel 7"
        case .textcnnAverage: "as textcnn with the average over time"
        case .textcnnKernel7Average: "as textcnn with kernel 7 and the average over time"
        case .kimcnn: "as textcnn with kernels 3, 4 and 5 and dropout"
        case .siamese: "pairs of 100 x 100 pictures, three convolutions, three linear layers, contrastive loss"
        case .cvae: "28 x 28 pictures with classes, linear layers of 400, 20 latent variables"
        case .convcvae: "as cvae with two convolutions a side and 32 latent variables"
        case .dcgan28: "generator and discriminator of 28 x 28 grey pictures, width 64"
        case .dcgan64: "generator and discriminator of 64 x 64 colour pictures, width 64"
        }
    }

    /// The step; `batchSize` nil stands for the customary one.
    func makeStep(batchSize: Int?, in context: ComputeContext) throws -> any TrainingStep {
        switch self {
        case .textcnn: try SentenceStep(kernelSizes: [5], batchSize: batchSize ?? 64, in: context)
        case .textcnnKernel7: try SentenceStep(kernelSizes: [7], batchSize: batchSize ?? 64, in: context)
        case .textcnnAverage:
            try SentenceStep(kernelSizes: [5], averages: true, batchSize: batchSize ?? 64, in: context)
        case .textcnnKernel7Average:
            try SentenceStep(kernelSizes: [7], averages: true, batchSize: batchSize ?? 64, in: context)
        case .kimcnn:
            try SentenceStep(kernelSizes: [3, 4, 5], dropout: 0.5, batchSize: batchSize ?? 50, in: context)
        case .siamese: try SiameseStep(batchSize: batchSize ?? 64, in: context)
        case .cvae: try AutoencoderStep(.linear, batchSize: batchSize ?? 128, in: context)
        case .convcvae: try AutoencoderStep(.convolutional, batchSize: batchSize ?? 128, in: context)
        case .dcgan28: try AdversarialStep(size: 28, channels: 1, batchSize: batchSize ?? 64, in: context)
        case .dcgan64: try AdversarialStep(size: 64, channels: 3, batchSize: batchSize ?? 64, in: context)
        }
    }
}
