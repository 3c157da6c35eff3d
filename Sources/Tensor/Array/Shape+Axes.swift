extension Shape {
    /// The axis counted from the front; negative axes count from the end. One that is not there traps, in the name of the
    /// `operation` that asks.
    public func axisIndex(_ axis: Int, _ operation: String = #function) -> Int {
        let index = axis < 0 ? rank + axis : axis
        require(
            index >= 0 && index < rank,
            "\(operation.prefix { $0 != "(" }): axis \(axis) of a tensor of shape \(self) does not exist")
        return index
    }

    /// The shape without one of its axes.
    public func removing(axis: Int) -> Shape {
        var sizes = dimensions
        sizes.remove(at: axisIndex(axis))
        return Shape(sizes)
    }

    /// The shape with another size of one axis.
    public func replacing(axis: Int, with size: Int) -> Shape {
        var sizes = dimensions
        sizes[axisIndex(axis)] = size
        return Shape(sizes)
    }

    /// The shape with a new axis before the one at `axis`, or after the last.
    public func inserting(_ size: Int, at axis: Int) -> Shape {
        require(axis >= 0 && axis <= rank, "inserting: a new axis has no place at \(axis) in the shape \(self)")
        var sizes = dimensions
        sizes.insert(size, at: axis)
        return Shape(sizes)
    }

    /// The shape with the axes from `axis` on joined into one.
    public func flattened(fromAxis axis: Int) -> Shape {
        let index = axisIndex(axis)
        return Shape(dimensions.prefix(index) + [count(of: index..<rank)])
    }

    /// How many elements lie outside, along and inside an axis: the tensor seen as [outer, axis, inner].
    func parts(around axis: Int) -> (outer: Int, axis: Int, inner: Int) {
        let index = axisIndex(axis)
        return (count(of: 0..<index), self[index], count(of: (index + 1)..<rank))
    }

    /// The product of the sizes of some axes.
    func count(of axes: Range<Int>) -> Int { axes.reduce(1) { $0 * self[$1] } }
}

extension Shape {
    /// The axes by their indices from the front, ascending. Each must be there, and only once.
    func axisIndices(_ axes: [Int], _ operation: String) -> [Int] {
        let indices = axes.map { axis in
            let index = axis < 0 ? rank + axis : axis
            require(
                index >= 0 && index < rank, "\(operation): axis \(axis) of a tensor of shape \(self) does not exist")
            return index
        }.sorted()
        require(Set(indices).count == indices.count, "\(operation): the axes \(axes) of \(self) name one twice")
        return indices
    }

    /// The shape of which these axes are removed or, if `keepDims`, have the size 1.
    func reducing(_ indices: [Int], keepDims: Bool) -> Shape {
        Shape((0..<rank).compactMap { indices.contains($0) ? (keepDims ? 1 : nil) : self[$0] })
    }

    /// Elements from one position of each axis to the next, in a contiguous row-major buffer.
    var strides: [Int] {
        var strides = Array(repeating: 1, count: rank)
        for axis in stride(from: rank - 2, through: 0, by: -1) { strides[axis] = strides[axis + 1] * self[axis + 1] }
        return strides
    }

    /// The shape of two shapes that are broadcast to each other by NumPy's rule: aligned at the last axis, sizes are equal or one of
    /// them is 1. Nil if they do not fit.
    func broadcast(with other: Shape) -> Shape? {
        if self == other { return self }
        let result = Swift.max(rank, other.rank)
        var sizes: [Int] = []
        for axis in 0..<result {
            let (left, right) = (axis - result + rank, axis - result + other.rank)
            let (a, b) = (left < 0 ? 1 : self[left], right < 0 ? 1 : other[right])
            guard a == b || a == 1 || b == 1 else { return nil }
            sizes.append(a == 1 ? b : a)
        }
        return Shape(sizes)
    }

    /// Strides by which a contiguous buffer of this shape is read as one of the shape `target`: 0 along broadcast axes.
    func broadcastStrides(to target: Shape) -> [Int] {
        let own = strides
        return (0..<target.rank).map { axis in
            let index = axis - target.rank + rank
            return index < 0 || self[index] == 1 ? 0 : own[index]
        }
    }
}
