/// What a prefetcher's thread hands to the consumer. All of it may be called from any thread.
final class PrefetchQueue<Value: Sendable>: @unchecked Sendable {
    private let condition = ThreadCondition()
    private let capacity: Int
    private var elements: [Result<Value, any Error>] = []
    private var isFinished = false
    private var isStopped = false

    init(capacity: Int) { self.capacity = capacity }

    /// Waits until another element may be made; false if none is wanted any more.
    func waitForRoom() -> Bool {
        condition.withLock {
            while elements.count >= capacity && !isStopped { condition.wait() }
            return !isStopped
        }
    }

    /// Hands over an element.
    func append(_ element: Result<Value, any Error>) {
        condition.withLock {
            if isStopped { return }
            elements.append(element)
            condition.broadcast()
        }
    }

    /// Says that no element follows.
    func finish() {
        condition.withLock {
            isFinished = true
            condition.broadcast()
        }
    }

    /// Waits for the next element and takes it; nil if none follows.
    func take() -> Result<Value, any Error>? {
        condition.withLock {
            while elements.isEmpty && !isFinished && !isStopped { condition.wait() }
            if elements.isEmpty { return nil }
            defer { condition.broadcast() }
            return elements.removeFirst()
        }
    }

    /// Says that no element is wanted any more, and drops those that are there.
    func stop() {
        condition.withLock {
            isStopped = true
            elements = []
            condition.broadcast()
        }
    }
}
