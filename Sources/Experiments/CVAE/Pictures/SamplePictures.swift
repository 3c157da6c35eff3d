import Foundation
import SwiftletData
import SwiftletTensor

/// The pictures that show what a model learned. All of them show Bernoulli means.
public struct SamplePictures {
    private let sampler: PictureSampler
    private let format: PictureFormat
    private let random: RandomStream
    private static let columns = 10

    /// Pictures whose z come from children of `random`.
    public init(_ model: PictureModel, random: RandomStream) {
        sampler = PictureSampler(model)
        format = model.format
        self.random = random
    }

    /// A row a class, with a z of its own in every cell.
    public var classGrid: Image {
        let labels = rowLabels(columns: Self.columns)
        let latents = sampler.priorLatents(labels.count, random: random.child("class grid"))
        return grid(sampler.pictures(of: latents, labels: labels), columns: Self.columns)
    }

    /// A row a class, with the same z in all cells of a column: what z keeps across classes is style.
    public var styleGrid: Image {
        let column = sampler.priorLatents(Self.columns, random: random.child("style grid"))
        let latents = (0..<format.classCount).flatMap { _ in column }
        return grid(
            sampler.pictures(of: latents, labels: rowLabels(columns: Self.columns)), columns: Self.columns)
    }

    /// A row a class, along the great circle from one z to another: the length of z stays what the prior has.
    public var latentWalk: Image {
        let columns = 12
        let latents = (0..<format.classCount).flatMap { label in
            let ends = sampler.priorLatents(2, random: random.child("latent walk").child(label))
            return (0..<columns).map { Self.between(ends[0], ends[1], Float($0) / Float(columns - 1)) }
        }
        return grid(sampler.pictures(of: latents, labels: rowLabels(columns: columns)), columns: columns)
    }

    /// Pairs of rows: pictures as the encoder sees them, and below them what the decoder makes of the mean of q(z|x, y).
    /// The first `count` pictures of the source, at most.
    public func reconstructions(of source: PixelSource, count: Int = 40) -> Image {
        let indices = Array(0..<min(count, source.set.count))
        let originals = source.values(of: indices).map { UInt8(($0 * 255).rounded()) }
        let shown = ImageSet(width: format.width, height: format.height, channels: 1, pixels: originals)
        let made = sampler.reconstructions(of: source, indices)
        let columns = min(Self.columns, indices.count)
        let blank = Image(width: format.width, height: format.height, filling: 255)
        var cells: [Image] = []
        for start in stride(from: 0, to: indices.count, by: columns) {
            for set in [shown, made] {
                cells += (start..<start + columns).map { $0 < indices.count ? set[$0] : blank }
            }
        }
        return ImageGrid(columns: columns, gap: 2, background: 255).image(of: cells)
    }

    /// Pictures of one class, each with a z of its own.
    public func pictures(ofClass label: Int, count: Int) -> Image {
        let latents = sampler.priorLatents(count, random: random.child("class").child(label))
        let labels = [Int32](repeating: Int32(label), count: count)
        let columns = max(1, Int(Double(count).squareRoot().rounded(.up)))
        return grid(sampler.pictures(of: latents, labels: labels), columns: columns)
    }

    private func rowLabels(columns: Int) -> [Int32] {
        (0..<format.classCount).flatMap { [Int32](repeating: Int32($0), count: columns) }
    }

    private func grid(_ set: ImageSet, columns: Int) -> Image {
        ImageGrid(columns: columns, gap: 2, background: 255).image(of: (0..<set.count).map { set[$0] })
    }

    /// Spherical interpolation (Shoemake 1985): share 0 is the first vector, 1 the second.
    static func between(_ first: [Float], _ second: [Float], _ share: Float) -> [Float] {
        let dot = zip(first, second).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        let lengths = [first, second].map { $0.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() }
        let cosine = dot / (lengths[0] * lengths[1])
        let angle = acos(max(-1, min(cosine, 1)))
        let (left, right): (Double, Double)
        if angle < 1e-4 || angle > .pi - 1e-4 || !angle.isFinite {
            (left, right) = (1 - Double(share), Double(share))
        } else {
            (left, right) = (sin((1 - Double(share)) * angle) / sin(angle), sin(Double(share) * angle) / sin(angle))
        }
        return zip(first, second).map { Float(left * Double($0) + right * Double($1)) }
    }
}
