import SwiftletData
import SwiftletTensor

/// Real pictures of one step, as values -1...1: [count, channels, height, width].
public struct PictureBatch: Sendable {
    /// The values.
    public let values: [Float]
    /// Number of pictures.
    public let count: Int
}

/// Cuts a set into batches, in an order that follows from the seed and the epoch.
public struct PictureBatcher: Sendable {
    /// The pictures.
    public let pictures: ImageSet
    /// Pictures a batch.
    public let batchSize: Int

    /// Whole batches in an epoch; the rest of a shuffled order is left out, so that every step has as many pictures.
    public var batchCount: Int { pictures.count / batchSize }

    /// The numbers of the pictures of each batch of an epoch.
    func order(epoch: Int, random: RandomStream) -> [[Int]] {
        var random = random.child(epoch)
        let order = random.permutation(pictures.count)
        return (0..<batchCount).map { Array(order[$0 * batchSize..<($0 + 1) * batchSize]) }
    }

    /// A batch of these pictures.
    func batch(_ indices: [Int]) -> PictureBatch {
        PictureBatch(values: pictures.values(of: indices, scale: Generator.scale), count: indices.count)
    }
}
