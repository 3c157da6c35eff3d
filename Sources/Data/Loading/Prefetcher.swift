import Foundation
import SwiftletTensor

/// Makes elements ahead of their use, on a thread of its own: reading, decoding and augmentation of the next batches run
/// beside the training step on the present one.
///
///     let batches = Prefetcher(count: sampler.batchCount) { index in try sampler.batch(epoch: epoch, index) }
///     for batch in batches { try step(batch.get()) }
///
/// Elements are made strictly in the order of their indices, one at a time, so what they are depends on nothing but the
/// index: the same with any capacity. At most `capacity` of them are made and not yet taken.
///
/// An error of `make` is an element too, so that it reaches the consumer after the elements that were made before it; none
/// follow it. The sequence can be gone through once. When the prefetcher is stopped or goes out of use, the thread ends
/// with the element that it is making.
public final class Prefetcher<Value: Sendable>: Sequence, IteratorProtocol {
    private let queue: PrefetchQueue<Value>
    private var worker: WorkerThread?

    /// Starts to make the elements 0..<count. `make` must not refer to the prefetcher. `capacity` is at least 1.
    public init(count: Int, capacity: Int = 2, make: @escaping @Sendable (_ index: Int) throws -> Value) {
        require(capacity >= 1, "a prefetcher's capacity must be at least 1, got \(capacity)")
        let queue = PrefetchQueue<Value>(capacity: capacity)
        self.queue = queue
        worker = WorkerThread {
            for index in 0..<Swift.max(count, 0) {
                guard queue.waitForRoom() else { return }
                let element = Result { try make(index) }
                queue.append(element)
                if case .failure = element { break }
            }
            queue.finish()
        }
    }

    deinit { stop() }

    /// The next element, or the error that there is in its place; waits until it is made. nil after the last one, after an
    /// error, and once the prefetcher is stopped.
    public func next() -> Result<Value, any Error>? { queue.take() }

    /// Drops what was made ahead, and returns when the thread has ended.
    public func stop() {
        queue.stop()
        worker?.join()
        worker = nil
    }
}
