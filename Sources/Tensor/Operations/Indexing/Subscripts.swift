// Subscripts read as NumPy's and PyTorch's do, from the first axis on; axes that are not named are whole. The indices
// are explained at the first subscript.

extension NDArray {
    /// The part of the array that the indices name: `x[0, 1..., -1]`.
    ///
    /// - An integer names one position of an axis, from the end if it is negative; the axis disappears.
    /// - Ranges of all kinds, `.slice(from:to:by:)`, `stride(from:to:by:)` and `.all` name several. Negative bounds
    ///   count from the end.
    /// - A list of integers or an `IntTensor` names positions in its order and shape: its axes replace the axis.
    ///   Several are broadcast to each other and name positions together, as in NumPy; if other axes stand
    ///   between theirs, the new axes are the first.
    /// - A `BoolTensor` names the positions where it is true, over as many axes as it has, which become one.
    /// - `.newAxis` puts an axis of size 1, `.ellipsis` stands for as many whole axes as are left.
    ///
    /// A position or bound outside of its axis traps, as in Swift's collections: a batch that is silently shorter than
    /// what was written is a bug found late.
    ///
    /// Reading copies, but for new axes and whole ranges. What is written is broadcast to the part, in place if nobody
    /// shares the array and no gradient flows; else this variable gets a new array, through which gradients flow to the
    /// old one and to what was written. Of several values for one position the last stays.
    public subscript(_ indices: any TensorIndexing...) -> NDArray {
        get { read(indices.map(\.tensorIndex.kind)) }
        set { write(newValue, indices.map(\.tensorIndex.kind)) }
    }

    /// The same after `...`, which stands for as many whole axes as the indices leave: `x[..., 0]`.
    public subscript(_ ellipsis: UnboundedRange, _ indices: any TensorIndexing...) -> NDArray {
        get { read([.ellipsis] + indices.map(\.tensorIndex.kind)) }
        set { write(newValue, [.ellipsis] + indices.map(\.tensorIndex.kind)) }
    }

    /// The only element that the indices name. Writing sets all that they name: `x[mask] = 0`.
    @_disfavoredOverload
    public subscript(_ indices: any TensorIndexing...) -> Element {
        get { read(indices.map(\.tensorIndex.kind)).item }
        set { write(NDArray([newValue], shape: [], in: context), indices.map(\.tensorIndex.kind)) }
    }

    /// The same after `...`.
    @_disfavoredOverload
    public subscript(_ ellipsis: UnboundedRange, _ indices: any TensorIndexing...) -> Element {
        get { read([.ellipsis] + indices.map(\.tensorIndex.kind)).item }
        set { write(NDArray([newValue], shape: [], in: context), [.ellipsis] + indices.map(\.tensorIndex.kind)) }
    }

    private func read(_ indices: [TensorIndex.Kind]) -> NDArray {
        let selection = Selection(indices, shape)
        let part = block(selection.block, "slice")
        guard let taking = selection.taking else { return part }
        return part.permuted(taking.order).reshaped(to: taking.joined).taking(axis: taking.axis, taking.positions)
    }

    private mutating func write(_ value: NDArray, _ indices: [TensorIndex.Kind]) {
        let selection = Selection(indices, shape)
        guard let taking = selection.taking else { return write(value, to: selection.block) }
        if selection.block.isWhole(shape), taking.order == Array(taking.order.indices) {
            return put(value, at: taking.positions, axis: taking.axis, of: taking.joined)
        }
        var part = block(selection.block, "slice").permuted(taking.order)
        part.put(value, at: taking.positions, axis: taking.axis, of: taking.joined)
        var inverse = taking.order
        for (index, axis) in taking.order.enumerated() { inverse[axis] = index }
        write(part.permuted(inverse), to: selection.block)
    }
}

/// What the indices of a subscript name: a block, then positions along some of its axes.
private struct Selection {
    private(set) var block: StridedBlock
    /// Positions to take along axes of the block.
    private(set) var taking: Taking?

    struct Taking {
        /// The order of axes that brings those side by side along which positions are taken.
        let order: [Int]
        /// The shape in which they are one, in that order.
        let joined: Shape
        let axis: Int
        let positions: IntTensor
    }

    init(_ indices: [TensorIndex.Kind], _ shape: Shape) {
        let named = indices.reduce(0) { $0 + $1.axisCount }
        require(
            named <= shape.rank,
            "subscript: the indices name \(named) axes of a tensor of shape \(shape), which has \(shape.rank)")
        let ellipses = indices.count(where: \.isEllipsis)
        require(ellipses <= 1, "subscript: one ellipsis is allowed, got \(ellipses)")
        let strides = shape.strides
        var (axis, start) = (0, 0)
        var (sizes, steps): ([Int], [Int]) = ([], [])
        var lists: [(axes: Range<Int>, positions: IntTensor)] = []
        func keep(_ count: Int) {
            for next in axis..<(axis + count) {
                sizes.append(shape[next])
                steps.append(strides[next])
            }
        }
        for index in ellipses == 0 ? indices + [.ellipsis] : indices {
            let count = index.isEllipsis ? shape.rank - named : index.axisCount
            switch index {
            case .position, .slice, .stride:
                let (first, step, size) = index.positions(of: axis, shape)
                start += size == 0 ? 0 : first * strides[axis]
                if case .position = index { break }
                sizes.append(size)
                steps.append(step * strides[axis])
            case .newAxis:
                sizes.append(1)
                steps.append(0)
            case .ellipsis: keep(count)
            case .positions(let positions):
                lists.append((sizes.count..<(sizes.count + 1), positions.positions(of: axis, shape, "subscript")))
                keep(1)
            case .mask(let mask):
                require(
                    mask.shape == Shape(shape.dimensions[axis..<(axis + count)]),
                    "subscript: a mask of shape \(mask.shape) for the axes from \(axis) on of a tensor "
                        + "of shape \(shape) does not have their sizes"
                )
                lists.append((sizes.count..<(sizes.count + count), mask.flatPositions()))
                keep(count)
            }
            axis += count
        }
        block = StridedBlock(shape: Shape(sizes), strides: steps, start: start)
        taking = lists.isEmpty ? nil : Taking(lists, block.shape)
    }
}

extension Selection.Taking {
    fileprivate init(_ lists: [(axes: Range<Int>, positions: IntTensor)], _ shape: Shape) {
        let taken = lists.flatMap(\.axes)
        let others = (0..<shape.rank).filter { !taken.contains($0) }
        let isAdjacent = zip(taken, taken.dropFirst()).allSatisfy { $1 == $0 + 1 }
        axis = isAdjacent ? taken.first ?? 0 : 0
        order = Array(others.prefix(axis)) + taken + others.dropFirst(axis)
        let size = taken.reduce(1) { $0 * shape[$1] }
        joined = Shape(others.prefix(axis).map { shape[$0] } + [size] + others.dropFirst(axis).map { shape[$0] })
        require(size <= Int32.max, "subscript: positions over \(size) elements of \(shape) are no 32-bit integers")
        let common = lists.dropFirst().reduce(lists[0].positions.shape) { common, list in
            guard let wider = common.broadcast(with: list.positions.shape) else {
                fatalError(
                    "subscript: positions of shapes \(common) and \(list.positions.shape) cannot be broadcast "
                        + "to each other"
                )
            }
            return wider
        }
        positions = lists.dropFirst().reduce(lists[0].positions.broadcast(to: common)) { sum, list in
            let factor = Int32(shape.count(of: list.axes))
            let next = list.positions.broadcast(to: common)
            return IntTensor(zip(sum.elements, next.elements).map { $0 * factor + $1 }, shape: common, in: sum.context)
        }
    }
}

extension TensorIndex.Kind {
    fileprivate var isEllipsis: Bool {
        if case .ellipsis = self { true } else { false }
    }

    /// How many axes the index names; an ellipsis stands for the rest.
    fileprivate var axisCount: Int {
        switch self {
        case .position, .slice, .stride, .positions: 1
        case .mask(let mask): mask.shape.rank
        case .newAxis, .ellipsis: 0
        }
    }

    /// The positions of an axis that an integer, a slice or a stride names.
    fileprivate func positions(of axis: Int, _ shape: Shape) -> (first: Int, step: Int, count: Int) {
        let size = shape[axis]
        func fromFront(_ position: Int) -> Int { position < 0 ? position + size : position }
        switch self {
        case .slice(let from, let to, let step):
            require(step != 0, "subscript: a slice has a step of 0")
            let isForward = step > 0
            let first = from.map(fromFront) ?? (isForward ? 0 : size - 1)
            let end = to.map(fromFront) ?? (isForward ? size : -1)
            require(
                isForward ? 0 <= first && first <= end && end <= size : -1 <= end && end <= first && first < size,
                "subscript: a slice from \(from ?? first) to \(to ?? end) by \(step) of axis \(axis) of a tensor "
                    + "of shape \(shape) leaves the axis"
            )
            let length = Swift.abs(end - first)
            return (first, step, (length + Swift.abs(step) - 1) / Swift.abs(step))
        case .stride(let start, let step, let count):
            let first = fromFront(start)
            let last = first + Swift.max(count - 1, 0) * step
            require(
                count == 0 || (first >= 0 && first < size && last >= 0 && last < size),
                "subscript: a stride from \(start) by \(step) over \(count) positions of axis \(axis) of a tensor "
                    + "of shape \(shape) leaves the axis"
            )
            return (first, step, count)
        case .position(let position):
            let first = fromFront(position)
            require(
                first >= 0 && first < size,
                "subscript: the position \(position) of axis \(axis) of a tensor of shape \(shape) does not exist")
            return (first, 1, 1)
        case .newAxis, .ellipsis, .positions, .mask:
            fatalError("subscript: the index names no run of positions")
        }
    }
}
