import SwiftletTensor

/// Pictures and their classes as a network takes them.
public struct LabelledBatch {
    /// [N, channels, height, width].
    public let pictures: Tensor
    /// The class numbers, [N].
    public let labels: IntTensor

    /// Number of pictures.
    public var count: Int { labels.count }
}

/// All pictures of a set in batches, each made when a loop comes to it. The last one may be smaller.
public struct LabelledBatches: Sequence {
    private let pictures: ImageSet
    private let labels: [Int32]
    private let order: [Int]
    private let size: Int
    private let scale: ClosedRange<Float>
    private let context: ComputeContext

    fileprivate init(
        _ pictures: ImageSet, _ labels: [Int32], order: [Int], size: Int, scale: ClosedRange<Float>,
        in context: ComputeContext
    ) {
        (self.pictures, self.labels, self.order) = (pictures, labels, order)
        (self.size, self.scale, self.context) = (size, scale, context)
    }

    /// Number of batches.
    public var count: Int { (order.count + size - 1) / size }

    /// The batches one after the other, from the first.
    public func makeIterator() -> AnyIterator<LabelledBatch> {
        var starts = stride(from: 0, to: order.count, by: size).makeIterator()
        return AnyIterator { starts.next().map(batch) }
    }

    private func batch(from start: Int) -> LabelledBatch {
        let indices = Array(order[start..<Swift.min(start + size, order.count)])
        let shape: Shape = [indices.count, pictures.channels, pictures.height, pictures.width]
        return LabelledBatch(
            pictures: Tensor(pictures.values(of: indices, scale: scale), shape: shape, in: context),
            labels: IntTensor(indices.map { labels[$0] }, shape: [indices.count], in: context))
    }
}

extension ImageSet {
    /// The pictures with their labels in batches of a size of at least 1: in an order that `random` decides, or as they are.
    /// Pixel values 0 and 255 become the ends of `scale`.
    ///
    ///     for batch in try pictures.labelledBatches(of: 64, shuffledBy: random.child(epoch)) { ... }
    ///
    /// Throws `DataError` if the pictures have no labels.
    public func labelledBatches(
        of size: Int, shuffledBy random: RandomStream? = nil, scale: ClosedRange<Float> = 0...1,
        in context: ComputeContext = .default
    ) throws -> LabelledBatches {
        require(size > 0, "a batch holds at least 1 picture, not \(size)")
        guard let labels else { throw DataError("the pictures have no labels, but labelled batches are asked for") }
        var random = random
        let order = random?.permutation(count) ?? Array(0..<count)
        return LabelledBatches(self, labels, order: order, size: size, scale: scale, in: context)
    }
}
