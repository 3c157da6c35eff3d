/// The sizes of a tensor's axes, outermost first; rank 0 to 5, kept inline so that shapes cost no allocation.
public struct Shape: Equatable, Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
    /// The highest rank that a tensor can have.
    public static let maximumRank = 5

    private var sizes: (Int, Int, Int, Int, Int) = (1, 1, 1, 1, 1)
    /// Number of axes.
    public let rank: Int

    /// A shape from its sizes, outermost first. No size may be negative.
    public init(_ sizes: some Collection<Int>) {
        require(sizes.count <= Shape.maximumRank, "a shape has at most 5 axes, got \(sizes.count)")
        rank = sizes.count
        for (axis, size) in sizes.enumerated() {
            require(size >= 0, "the size of axis \(axis) is negative: \(size)")
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
        require(index >= 0 && index < rank, "axis \(axis) of a shape of rank \(rank)")
        switch index {
        case 0: return sizes.0
        case 1: return sizes.1
        case 2: return sizes.2
        case 3: return sizes.3
        default: return sizes.4
        }
    }

    private mutating func setSize(_ axis: Int, _ size: Int) {
        switch axis {
        case 0: sizes.0 = size
        case 1: sizes.1 = size
        case 2: sizes.2 = size
        case 3: sizes.3 = size
        default: sizes.4 = size
        }
    }

    /// Number of elements: the product of the sizes, 1 for rank 0.
    public var count: Int { sizes.0 * sizes.1 * sizes.2 * sizes.3 * sizes.4 }

    /// The sizes as an array.
    public var dimensions: [Int] { (0..<rank).map { self[$0] } }

    /// "[2, 3]".
    public var description: String { "[" + dimensions.map(String.init).joined(separator: ", ") + "]" }

    /// Compares rank and sizes.
    public static func == (left: Shape, right: Shape) -> Bool {
        left.rank == right.rank && left.sizes == right.sizes
    }

    /// Feeds rank and sizes to the hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(rank)
        for axis in 0..<rank { hasher.combine(self[axis]) }
    }
}
