/// What stands in the brackets of a tensor's subscript: an integer, a range, a stride, a list of positions, an
/// `IntTensor`, a `BoolTensor` or a `TensorIndex`.
public protocol TensorIndexing: Sendable {
    /// The index that this value stands for.
    var tensorIndex: TensorIndex { get }
}

/// One index of a tensor's subscript.
public struct TensorIndex: TensorIndexing {
    enum Kind: Sendable {
        case position(Int)
        /// Up to, and without, `to`.
        case slice(from: Int?, to: Int?, step: Int)
        case stride(first: Int, step: Int, count: Int)
        case newAxis
        case ellipsis
        case positions(IntTensor)
        case mask(BoolTensor)
    }

    let kind: Kind

    /// This index.
    public var tensorIndex: TensorIndex { self }
}

extension TensorIndexing where Self == TensorIndex {
    /// A new axis of size 1.
    public static var newAxis: TensorIndex { TensorIndex(kind: .newAxis) }

    /// As many whole axes as the other indices leave.
    public static var ellipsis: TensorIndex { TensorIndex(kind: .ellipsis) }

    /// The whole axis.
    public static var all: TensorIndex { .slice() }

    /// Every `step`-th position of an axis from `from` (the first) up to, and without, `to` (to the last), as Python's
    /// `from:to:step`. Negative positions count from the end; a negative step goes backward, from the last position to
    /// the first.
    public static func slice(from: Int? = nil, to: Int? = nil, by step: Int = 1) -> TensorIndex {
        TensorIndex(kind: .slice(from: from, to: to, step: step))
    }
}

extension TensorIndex {
    /// A range that includes its upper bound, -1 being the last position.
    fileprivate static func slice(from: Int?, through: Int) -> TensorIndex {
        .slice(from: from, to: through == -1 ? nil : through + 1)
    }

    fileprivate static func stride(_ positions: some Sequence<Int>) -> TensorIndex {
        let first = Array(positions.prefix(2))
        return TensorIndex(
            kind: .stride(
                first: first.first ?? 0, step: first.count == 2 ? first[1] - first[0] : 1,
                count: positions.underestimatedCount))
    }
}

extension Int: TensorIndexing {
    /// The position, from the end if it is negative; its axis disappears.
    public var tensorIndex: TensorIndex { TensorIndex(kind: .position(self)) }
}

extension Range: TensorIndexing where Bound == Int {
    /// The positions from the lower bound up to, and without, the upper.
    public var tensorIndex: TensorIndex { .slice(from: lowerBound, to: upperBound) }
}

extension ClosedRange: TensorIndexing where Bound == Int {
    /// The positions from the lower bound to the upper.
    public var tensorIndex: TensorIndex { .slice(from: lowerBound, through: upperBound) }
}

extension PartialRangeFrom: TensorIndexing where Bound == Int {
    /// The positions from the lower bound on.
    public var tensorIndex: TensorIndex { .slice(from: lowerBound) }
}

extension PartialRangeUpTo: TensorIndexing where Bound == Int {
    /// The positions before the upper bound.
    public var tensorIndex: TensorIndex { .slice(to: upperBound) }
}

extension PartialRangeThrough: TensorIndexing where Bound == Int {
    /// The positions up to the upper bound, with it.
    public var tensorIndex: TensorIndex { .slice(from: nil, through: upperBound) }
}

extension StrideTo: TensorIndexing where Element == Int {
    /// The positions of the stride.
    public var tensorIndex: TensorIndex { .stride(self) }
}

extension StrideThrough: TensorIndexing where Element == Int {
    /// The positions of the stride.
    public var tensorIndex: TensorIndex { .stride(self) }
}

extension Array: TensorIndexing where Element == Int {
    /// The positions of the list, in its order.
    public var tensorIndex: TensorIndex {
        let positions = map { position in
            guard let index = Int32(exactly: position) else {
                fatalError("subscript: no axis has a position \(position)")
            }
            return index
        }
        return TensorIndex(kind: .positions(IntTensor(positions)))
    }
}

extension NDArray: TensorIndexing {
    /// Integers name positions of an axis, truth values are a mask over as many axes as they have. Other elements trap.
    public var tensorIndex: TensorIndex {
        if let positions = self as? IntTensor { return TensorIndex(kind: .positions(positions)) }
        if let mask = self as? BoolTensor { return TensorIndex(kind: .mask(mask)) }
        fatalError("subscript: a tensor of floats is no index; integers and masks are")
    }
}
