import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Keeps freed buffers by size class for reuse, so that a training loop stops allocating after its first steps.
///
/// Sizes are rounded up to one of four classes per power of two, which wastes at most a quarter; buffers are aligned to a
/// cache line.
public final class BufferPool: Sendable {
    /// Counts since the pool was made.
    public struct Statistics: Equatable, Sendable {
        /// Buffers asked of the system.
        public var systemAllocations = 0
        /// Buffers handed out, new or reused.
        public var requests = 0
        /// Bytes that tensors hold now.
        public var bytesInUse = 0
        /// Bytes that tensors hold or that wait for reuse.
        public var bytesHeld = 0
        /// The largest `bytesHeld` so far.
        public var peakBytesHeld = 0
    }

    private static let alignment = 64
    private static let smallest = 64
    private struct State: @unchecked Sendable {
        var free: [[UnsafeMutableRawPointer]] = Array(repeating: [], count: 160)
        var statistics = Statistics()
    }
    private let state = Mutex(State())
    /// What the pool has done so far.
    public var statistics: Statistics { state.withLock { $0.statistics } }

    init() {}

    deinit {
        state.withLock { state in
            for bucket in state.free { for pointer in bucket { Self.release(pointer) } }
        }
    }

    /// The size class of a request and the bytes that a buffer of this class has.
    static func sizeClass(bytes: Int) -> (index: Int, bytes: Int) {
        let wanted = max(bytes, smallest)
        let exponent = Int.bitWidth - 1 - wanted.leadingZeroBitCount
        let base = 1 << exponent
        let quarter = base / 4
        let step = (wanted - base + quarter - 1) / quarter
        return ((exponent - 6) * 4 + step, base + step * quarter)
    }

    func take(bytes: Int) -> UnsafeMutableRawPointer {
        // No machine has as much, and there is no size class for more.
        guard bytes < 1 << 45 else { OutOfMemory.report("could not get \(bytes) bytes for a tensor") }
        let (index, size) = Self.sizeClass(bytes: bytes)
        let reused: Pointer? = state.withLock { state in
            state.statistics.requests += 1
            state.statistics.bytesInUse += size
            if let reused = state.free[index].popLast() { return Pointer(raw: reused) }
            state.statistics.systemAllocations += 1
            state.statistics.bytesHeld += size
            state.statistics.peakBytesHeld = max(state.statistics.peakBytesHeld, state.statistics.bytesHeld)
            return nil
        }
        if let reused { return reused.raw }
        var pointer: UnsafeMutableRawPointer?
        guard posix_memalign(&pointer, Self.alignment, size) == 0, let pointer else {
            OutOfMemory.report("could not get \(size) bytes for a tensor")
        }
        return pointer
    }

    func give(_ pointer: UnsafeMutableRawPointer, bytes: Int) {
        let (index, size) = Self.sizeClass(bytes: bytes)
        let pointer = Pointer(raw: pointer)
        state.withLock { state in
            state.statistics.bytesInUse -= size
            state.free[index].append(pointer.raw)
        }
    }

    /// Returns every waiting buffer to the system.
    func trim() {
        state.withLock { state in
            for (index, bucket) in state.free.enumerated() {
                for pointer in bucket {
                    Self.release(pointer)
                    state.statistics.bytesHeld -= Self.classBytes(index)
                }
                state.free[index].removeAll(keepingCapacity: true)
            }
        }
    }

    /// A buffer on its way through the lock.
    private struct Pointer: @unchecked Sendable {
        let raw: UnsafeMutableRawPointer
    }

    private static func classBytes(_ index: Int) -> Int {
        let base = 1 << (index / 4 + 6)
        return base + (index % 4) * (base / 4)
    }

    private static func release(_ pointer: UnsafeMutableRawPointer) {
        #if canImport(Glibc)
            Glibc.free(pointer)
        #elseif canImport(Musl)
            Musl.free(pointer)
        #elseif canImport(Darwin)
            Darwin.free(pointer)
        #endif
    }
}
