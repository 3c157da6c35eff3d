import SwiftletData
import SwiftletTensor

/// Cuts pictures into batches, in an order and with noise that follow from random streams.
public struct PictureBatcher: Sendable {
    private let source: PixelSource
    private let labels: [Int32]
    private let latent: Int
    private let batchSize: Int

    /// A batcher over a labelled set; `latent` is the number of latent variables, for which each example gets noise.
    public init(_ source: PixelSource, latent: Int, batchSize: Int) {
        guard let labels = source.set.labels else { preconditionFailure("pictures without classes") }
        self.source = source
        self.labels = labels
        self.latent = latent
        self.batchSize = batchSize
    }

    /// Batches that `count` examples make; the last may be smaller.
    public func batchCount(of count: Int) -> Int { (count + batchSize - 1) / batchSize }

    /// The batches of one pass over some examples, made ahead on another thread.
    ///
    /// With an `epoch` the examples come in random order and are binarised for that epoch; without one they come as they
    /// are, in their fixed draw, so that each pass is the same.
    public func batches(of indices: [Int], epoch: Int? = nil, random: RandomStream) -> Prefetcher<PictureBatch> {
        let noise = random.child("latent").child(epoch ?? 0)
        let order = order(of: indices, epoch, random.child("shuffle"))
        return Prefetcher(count: batchCount(of: order.count)) { [self] number in
            let part = Array(order[number * batchSize..<min((number + 1) * batchSize, order.count)])
            var noise = noise.child(number)
            return PictureBatch(
                count: part.count, pictures: source.values(of: part, epoch: epoch), labels: part.map { labels[$0] },
                noise: try noise.normals(part.count * latent))
        }
    }

    private func order(of indices: [Int], _ epoch: Int?, _ random: RandomStream) -> [Int] {
        guard let epoch else { return indices }
        var (order, stream) = (indices, random.child(epoch))
        stream.shuffle(&order)
        return order
    }
}
