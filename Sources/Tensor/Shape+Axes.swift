extension Shape {
    /// The axis counted from the front; negative axes count from the end.
    public func axisIndex(_ axis: Int) -> Int {
        let index = axis < 0 ? rank + axis : axis
        require(index >= 0 && index < rank, "axis \(axis) of a tensor of shape \(self)")
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

    /// The shape with a new axis before the one at `axis`, or behind the last.
    public func inserting(_ size: Int, at axis: Int) -> Shape {
        require(axis >= 0 && axis <= rank, "no axis can be inserted at \(axis) into the shape \(self)")
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
