/// A value of fp32 numbers, contiguous and row-major, in a reference-counted buffer.
///
/// Copies share the buffer until one of them is changed.
public struct Tensor {
    /// Sizes of the axes.
    public let shape: Shape
    private(set) var storage: Storage

    /// A tensor whose elements are undefined until they are written.
    init(uninitialized shape: Shape, in context: ComputeContext) {
        self.shape = shape
        storage = Storage(byteCount: shape.count * MemoryLayout<Float>.stride, context: context)
    }

    private init(shape: Shape, storage: Storage) {
        self.shape = shape
        self.storage = storage
    }

    /// A tensor of the given elements, row by row. Their number must be that of the shape.
    public init(_ elements: some Collection<Float>, shape: Shape, in context: ComputeContext) {
        require(elements.count == shape.count, "\(elements.count) elements do not fill the shape \(shape)")
        self.init(uninitialized: shape, in: context)
        _ = UnsafeMutableBufferPointer(start: mutableBase, count: shape.count).initialize(from: elements)
    }

    /// A tensor of rank 1 from a list of numbers.
    public init(_ elements: [Float], in context: ComputeContext) {
        self.init(elements, shape: [elements.count], in: context)
    }

    /// A tensor written element by element by `body`, which must fill the buffer it is handed.
    public init(
        shape: Shape, in context: ComputeContext, initializedBy body: (UnsafeMutableBufferPointer<Float>) -> Void
    ) {
        self.init(uninitialized: shape, in: context)
        body(UnsafeMutableBufferPointer(start: mutableBase, count: shape.count))
    }

    /// Number of elements.
    public var count: Int { shape.count }

    /// The context whose pool holds the elements and whose kernels work on them.
    public var context: ComputeContext { storage.context }

    /// The elements for reading, for the operators of this module.
    var base: UnsafePointer<Float> { UnsafePointer(storage.base.assumingMemoryBound(to: Float.self)) }

    /// The elements for writing; only for a tensor that nobody shares yet.
    var mutableBase: UnsafeMutablePointer<Float> { storage.base.assumingMemoryBound(to: Float.self) }

    /// Whether no other tensor shares the buffer, so that an operator may write into it.
    var isUnique: Bool {
        mutating get { isKnownUniquelyReferenced(&storage) }
    }

    /// Makes this value the only owner of its buffer, copying it if it is shared, and returns the elements.
    mutating func uniqueBase() -> UnsafeMutablePointer<Float> {
        if !isKnownUniquelyReferenced(&storage) {
            let copy = Storage(byteCount: storage.byteCount, context: storage.context)
            copy.base.copyMemory(from: storage.base, byteCount: storage.byteCount)
            storage = copy
        }
        return mutableBase
    }

    /// The elements in row-major order.
    public var elements: [Float] { withUnsafeElements(Array.init) }

    /// The same numbers as a tensor of another context; itself in its own.
    public func moved(to context: ComputeContext) -> Tensor {
        context === self.context ? self : Tensor(elements, shape: shape, in: context)
    }

    /// The only element of a tensor that has just one.
    public var item: Float {
        require(count == 1, "a tensor of shape \(shape) has no single item")
        return base[0]
    }

    /// Calls `body` with the elements for reading.
    public func withUnsafeElements<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result {
        defer { withExtendedLifetime(storage) {} }
        return try body(UnsafeBufferPointer(start: base, count: count))
    }

    /// Calls `body` with the elements for writing; copies them first if another tensor shares them.
    public mutating func withUnsafeMutableElements<Result>(
        _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
    ) rethrows -> Result {
        let start = uniqueBase()
        defer { withExtendedLifetime(storage) {} }
        return try body(UnsafeMutableBufferPointer(start: start, count: count))
    }

    /// The same elements under another shape of the same count.
    public func reshaped(to newShape: Shape) -> Tensor {
        require(newShape.count == count, "\(shape) cannot be reshaped to \(newShape)")
        return Tensor(shape: newShape, storage: storage)
    }
}
