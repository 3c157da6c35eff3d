/// An element of an `NDArray`: `Float`, `Int32` or `Bool`.
public protocol TensorElement: Sendable, Equatable {}

extension Float: TensorElement {}
extension Int32: TensorElement {}
extension Bool: TensorElement {}

/// A tensor of 32-bit floating-point numbers.
public typealias Tensor = NDArray<Float>
/// A tensor of 32-bit integers: tokens, labels, lengths, positions.
public typealias IntTensor = NDArray<Int32>
/// A tensor of truth values: masks and the results of comparisons.
public typealias BoolTensor = NDArray<Bool>

/// A value of elements of one type with a shape, contiguous and row-major, in a reference-counted buffer.
///
/// Copies share the buffer until one of them is changed. During a training step a value also knows the step (see `Tape`)
/// and, if a gradient can flow to it, its index there. Values can be handed to other tasks.
public struct NDArray<Element: TensorElement>: @unchecked Sendable {
    /// Sizes of the axes.
    public let shape: Shape
    private(set) var storage: Storage
    /// The step that this value takes part in.
    @usableFromInline
    package var tape: Tape?
    /// The index on the tape of a value to which a gradient can flow, else -1.
    @usableFromInline
    var index = -1

    /// An array whose elements are undefined until they are written.
    init(uninitialized shape: Shape, in context: ComputeContext) {
        self.shape = shape
        let (bytes, overflows) = shape.count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
        require(!overflows, "a tensor of shape \(shape) has too many elements")
        storage = Storage(byteCount: bytes, context: context)
    }

    private init(shape: Shape, storage: Storage) {
        self.shape = shape
        self.storage = storage
    }

    /// An array of the given elements, row by row. Their number must be that of the shape.
    public init(_ elements: some Collection<Element>, shape: Shape, in context: ComputeContext = .default) {
        require(elements.count == shape.count, "a tensor: \(elements.count) elements do not fill the shape \(shape)")
        self.init(uninitialized: shape, in: context)
        let target = mutableBase
        let isCopied: Void? = elements.withContiguousStorageIfAvailable { source in
            if let start = source.baseAddress { target.initialize(from: start, count: source.count) }
        }
        if isCopied == nil {
            _ = UnsafeMutableBufferPointer(start: target, count: shape.count).initialize(from: elements)
        }
    }

    /// An array of rank 1.
    public init(_ elements: [Element], in context: ComputeContext = .default) {
        self.init(elements, shape: [elements.count], in: context)
    }

    /// An array of rank 2 of rows of the same length.
    @_disfavoredOverload  // so that `Tensor([])` is an empty one of rank 1
    public init(_ rows: [[Element]], in context: ComputeContext = .default) {
        let columns = rows.first?.count ?? 0
        require(rows.allSatisfy { $0.count == columns }, "rows of \(rows.map(\.count)) elements are no matrix")
        self.init(rows.flatMap { $0 }, shape: [rows.count, columns], in: context)
    }

    /// An array of rank 3 of matrices of the same shape.
    @_disfavoredOverload
    public init(_ planes: [[[Element]]], in context: ComputeContext = .default) {
        let rows = planes.first?.count ?? 0
        let columns = planes.first?.first?.count ?? 0
        require(
            planes.allSatisfy { $0.count == rows && $0.allSatisfy { $0.count == columns } },
            "nested lists of different lengths are no tensor of rank 3")
        self.init(planes.flatMap { $0.flatMap { $0 } }, shape: [planes.count, rows, columns], in: context)
    }

    /// An array written element by element by `body`, which must fill the buffer.
    public init(
        shape: Shape, in context: ComputeContext = .default,
        initializedBy body: (UnsafeMutableBufferPointer<Element>) -> Void
    ) {
        self.init(uninitialized: shape, in: context)
        body(UnsafeMutableBufferPointer(start: mutableBase, count: shape.count))
    }

    /// Number of elements.
    public var count: Int { shape.count }

    /// The context whose pool holds the elements and whose kernels work on them.
    public var context: ComputeContext { storage.context }

    /// The elements for reading, for the operators of this module.
    var base: UnsafePointer<Element> { UnsafePointer(storage.base.assumingMemoryBound(to: Element.self)) }

    /// The elements for writing; only for an array that nobody shares yet.
    var mutableBase: UnsafeMutablePointer<Element> { storage.base.assumingMemoryBound(to: Element.self) }

    /// Whether no other array shares the buffer and no gradient flows, so that an operator may write into it.
    var isUnique: Bool {
        mutating get { index < 0 && isKnownUniquelyReferenced(&storage) }
    }

    /// Makes this value the only owner of its buffer, copying it if it is shared, and returns the elements.
    mutating func uniqueBase() -> UnsafeMutablePointer<Element> {
        if !isKnownUniquelyReferenced(&storage) {
            let copy = Storage(byteCount: storage.byteCount, context: storage.context)
            copy.base.copyMemory(from: storage.base, byteCount: storage.byteCount)
            storage = copy
        }
        return mutableBase
    }

    /// The elements in row-major order.
    public var elements: [Element] { withUnsafeElements(Array.init) }

    /// The same elements as an array of another context; itself in its own.
    public func moved(to context: ComputeContext) -> NDArray {
        if context === self.context { return self }
        let own = self.context
        return NDArray.recordMove(NDArray(elements, shape: shape, in: context), from: [self]) { [$0.moved(to: own)] }
    }

    /// The only element of an array that has just one.
    public var item: Element {
        require(count == 1, "item: a tensor of shape \(shape) has \(count) elements, expected one")
        return base[0]
    }

    /// Calls `body` with the elements for reading.
    public func withUnsafeElements<Result>(
        _ body: (UnsafeBufferPointer<Element>) throws -> Result
    ) rethrows -> Result {
        defer { withExtendedLifetime(storage) {} }
        return try body(UnsafeBufferPointer(start: base, count: count))
    }

    /// Calls `body` with the elements for writing; copies them first if another array shares them. The result is a
    /// constant of the step.
    public mutating func withUnsafeMutableElements<Result>(
        _ body: (UnsafeMutableBufferPointer<Element>) throws -> Result
    ) rethrows -> Result {
        let start = uniqueBase()
        index = -1
        defer { withExtendedLifetime(storage) {} }
        return try body(UnsafeMutableBufferPointer(start: start, count: count))
    }

    /// The same elements, in no step and without a gradient.
    public var detached: NDArray { NDArray(shape: shape, storage: storage) }

    /// The same buffer under another shape of as many elements, in no step.
    func shaped(_ newShape: Shape) -> NDArray { NDArray(shape: newShape, storage: storage) }
}
