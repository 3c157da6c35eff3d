/// A value of 32-bit integers, contiguous and row-major: tokens, labels, lengths, positions.
public struct IntTensor {
    /// Sizes of the axes.
    public let shape: Shape
    let storage: Storage

    /// A tensor whose elements are undefined until they are written.
    init(uninitialized shape: Shape, in context: ComputeContext) {
        self.shape = shape
        storage = Storage(byteCount: shape.count * MemoryLayout<Int32>.stride, context: context)
    }

    /// A tensor of the given elements, row by row. Their number must be that of the shape.
    public init(_ elements: some Collection<Int32>, shape: Shape, in context: ComputeContext) {
        require(elements.count == shape.count, "\(elements.count) elements do not fill the shape \(shape)")
        self.init(uninitialized: shape, in: context)
        _ = UnsafeMutableBufferPointer(start: mutableBase, count: shape.count).initialize(from: elements)
    }

    /// Number of elements.
    public var count: Int { shape.count }

    /// The context whose pool holds the elements.
    public var context: ComputeContext { storage.context }

    var base: UnsafePointer<Int32> { UnsafePointer(storage.base.assumingMemoryBound(to: Int32.self)) }
    var mutableBase: UnsafeMutablePointer<Int32> { storage.base.assumingMemoryBound(to: Int32.self) }

    /// The elements in row-major order.
    public var elements: [Int32] {
        defer { withExtendedLifetime(storage) {} }
        return Array(UnsafeBufferPointer(start: base, count: count))
    }
}
