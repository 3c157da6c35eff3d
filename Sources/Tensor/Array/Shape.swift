/// The sizes of a tensor's axes, outermost first; rank 0 to 8, kept inline so that shapes cost no allocation.
public struct Shape: Equatable, Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
    /// The highest rank that a tensor can have.
    public static let maximumRank = 8

    private var sizes: (Int, Int, Int, Int, Int, Int, Int, Int) = (1, 1, 1, 1, 1, 1, 1, 1)
    /// Number of axes.
    public let rank: Int

    /// A shape from its sizes, outermost first. No size may be negative, and their product must fit an integer.
    public init(_ sizes: some Collection<Int>) {
        require(
            sizes.count <= Shape.maximumRank, "a shape has at most \(Shape.maximumRank) axes, got \(Array(sizes))")
        require(sizes.allSatisfy { $0 >= 0 }, "a shape has no negative sizes, got \(Array(sizes))")
        guard let shape = Shape(exactly: sizes) else { fatalError("a shape of \(Array(sizes)) has too many elements") }
        self = shape
    }

    /// A shape from sizes that come with data; nil if there are too many, if one is negative, or if their product, zeros aside,
    /// fits no integer.
    public init?(exactly sizes: some Collection<Int>) {
        guard sizes.count <= Shape.maximumRank else { return nil }
        rank = sizes.count
        var elements = 1
        for (axis, size) in sizes.enumerated() {
            let (product, overflows) = elements.multipliedReportingOverflow(by: max(size, 1))
            guard size >= 0, !overflows else { return nil }
            elements = product
            setSize(axis, size)
        }
    }

    /// A shape from a literal, as in `[2, 3]`.
    public init(arrayLiteral sizes: Int...) {
        self.init(sizes)
    }

    /// The size of an axis; negative axes count from the end, so that -1 is the innermost.
    public subscript(axis: Int) -> Int {
        let index = axis < 0 ? rank + axis : axis
        require(index >= 0 && index < rank, "axis \(axis) of a shape of rank \(rank) does not exist")
        return withUnsafeBytes(of: sizes) { $0.load(fromByteOffset: index * MemoryLayout<Int>.stride, as: Int.self) }
    }

    private mutating func setSize(_ axis: Int, _ size: Int) {
        withUnsafeMutableBytes(of: &sizes) {
            $0.storeBytes(of: size, toByteOffset: axis * MemoryLayout<Int>.stride, as: Int.self)
        }
    }

    /// Number of elements: the product of the sizes, 1 for rank 0.
    public var count: Int {
        sizes.0 * sizes.1 * sizes.2 * sizes.3 * sizes.4 * sizes.5 * sizes.6 * sizes.7
    }

    /// The sizes as an array.
    public var dimensions: [Int] { (0..<rank).map { self[$0] } }

    /// "[2, 3]".
    public var description: String { "[" + dimensions.map(String.init).joined(separator: ", ") + "]" }

    /// Compares rank and sizes.
    public static func == (left: Shape, right: Shape) -> Bool {
        left.rank == right.rank && left.sizes.0 == right.sizes.0 && left.sizes.1 == right.sizes.1
            && left.sizes.2 == right.sizes.2 && left.sizes.3 == right.sizes.3 && left.sizes.4 == right.sizes.4
            && left.sizes.5 == right.sizes.5 && left.sizes.6 == right.sizes.6 && left.sizes.7 == right.sizes.7
    }

    /// Feeds rank and sizes to the hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(rank)
        for axis in 0..<rank { hasher.combine(self[axis]) }
    }
}
