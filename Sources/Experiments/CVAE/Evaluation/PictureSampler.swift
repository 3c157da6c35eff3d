import SwiftletData
import SwiftletNN
import SwiftletTensor

/// Draws pictures of classes with the decoder.
///
/// A picture shows the means of its Bernoulli variables, not black and white draws from them.
public struct PictureSampler {
    /// The model whose decoder draws.
    public let model: PictureModel
    /// Pictures that are decoded at once, which bounds memory.
    private static let rowsAtOnce = 500

    /// A sampler of a model.
    public init(_ model: PictureModel) { self.model = model }

    /// z of the prior, one vector after the other; that of vector i depends on the stream and on i alone.
    public func priorLatents(_ count: Int, random: RandomStream) -> [[Float]] {
        (0..<count).map { normalNumbers(model.configuration.latent, random: random.child($0)) }
    }

    /// The means of p(x|y, z) for each z and class, count x pixels values from 0 to 1.
    public func means(of latents: [[Float]], labels: [Int32]) -> [Float] {
        precondition(latents.count == labels.count, "\(latents.count) latent vectors for \(labels.count) classes")
        var means: [Float] = []
        means.reserveCapacity(latents.count * model.format.pixelCount)
        for start in stride(from: 0, to: latents.count, by: Self.rowsAtOnce) {
            let rows = start..<min(start + Self.rowsAtOnce, latents.count)
            let z = Tensor(
                latents[rows].flatMap { $0 }, shape: [rows.count, model.configuration.latent], in: model.context)
            let classes = oneHot(Array(labels[rows]), classes: model.format.classCount, in: model.context)
            let logits = model.network.decode(z, classes: classes)
            means += logits.sigmoid().elements
        }
        return means
    }

    /// The means as a labelled set of grey pictures.
    public func pictures(of latents: [[Float]], labels: [Int32]) -> ImageSet {
        let pixels = means(of: latents, labels: labels).map { UInt8(($0 * 255).rounded()) }
        return ImageSet(
            width: model.format.width, height: model.format.height, channels: 1, pixels: pixels, labels: labels,
            classNames: model.format.classNames)
    }

    /// As many pictures of each class, with z of the prior; class by class.
    public func pictures(perClass count: Int, random: RandomStream) -> ImageSet {
        let labels = (0..<model.format.classCount).flatMap { [Int32](repeating: Int32($0), count: count) }
        return pictures(of: priorLatents(labels.count, random: random), labels: labels)
    }

    /// The means of p(x|y, z) at the mean of q(z|x, y) for pictures of a source.
    public func reconstructions(of source: PixelSource, _ indices: [Int]) -> ImageSet {
        let labels = indices.map { source.set.labels![$0] }
        let pixels = Tensor(
            source.values(of: indices), shape: [indices.count, model.format.pixelCount], in: model.context)
        let classes = oneHot(labels, classes: model.format.classCount, in: model.context)
        let mean = model.network.encode(pixels, classes: classes).mean.elements
        let latent = model.configuration.latent
        let latents = indices.indices.map { Array(mean[$0 * latent..<($0 + 1) * latent]) }
        return pictures(of: latents, labels: labels)
    }
}
