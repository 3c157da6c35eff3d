/// What one call of a kernel has to do, by the definition of its operator, whatever a variant makes of it.
public struct KernelWork: Sendable {
    /// The operator and what is computed of it, as in "conv2d" and "conv2d weight gradient".
    public let name: String
    /// Shapes of the operands that are read; one that is updated in place stands in `writes` too.
    public let reads: [Shape]
    /// Shapes of the results.
    public internal(set) var writes: [Shape]
    /// Multiply-adds of matrix products and convolutions; 0 for operators that are bound by memory.
    public let multiplyAdds: Int

    /// Work on operands and results of such shapes, with four bytes an element.
    init(_ name: String, reads: [Shape] = [], writes: [Shape] = [], multiplyAdds: Int = 0) {
        (self.name, self.reads, self.writes, self.multiplyAdds) = (name, reads, writes, multiplyAdds)
    }

    /// Bytes that are read at least.
    public var bytesRead: Int { Self.bytes(reads) }
    /// Bytes that are written at least.
    public var bytesWritten: Int { Self.bytes(writes) }

    private static func bytes(_ shapes: [Shape]) -> Int {
        shapes.reduce(0) { $0 + $1.count } * MemoryLayout<Float>.stride
    }
}
