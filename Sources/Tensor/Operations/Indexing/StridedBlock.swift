/// Elements of a contiguous buffer, no two alike: element [i, j, ...] is at start + i * strides[0] + j * strides[1] +
/// ...
struct StridedBlock {
    var shape: Shape
    var strides: [Int]
    var start: Int

    /// Whether these are all elements of `whole` in their order.
    func isWhole(_ whole: Shape) -> Bool {
        shape.count == whole.count && (start == 0 || shape.count == 0)
            && zip(shape.strides, strides).enumerated().allSatisfy { $1.0 == $1.1 || shape[$0] <= 1 }
    }

    /// The block and the one whose elements go there, both by ascending strides of this one, as outputs of kernels must
    /// be.
    func ascending(from source: StridedBlock) -> (target: StridedBlock, source: StridedBlock) {
        var (target, source) = (self, source)
        for axis in strides.indices where strides[axis] < 0 {
            let last = Swift.max(shape[axis] - 1, 0)
            target.start += last * target.strides[axis]
            source.start += last * source.strides[axis]
            target.strides[axis].negate()
            source.strides[axis].negate()
        }
        return (target, source)
    }
}

extension NDArray {
    /// The elements of a block of this array. Shares the buffer if these are all in their order.
    func block(_ block: StridedBlock, _ name: String) -> NDArray {
        let value =
            block.isWhole(shape) ? shaped(block.shape) : strided(block.shape, block.strides, name, start: block.start)
        let whole = shape
        return NDArray.recordMove(value, from: [self]) { [$0.placed(block, in: whole, name)] }
    }

    /// Replaces the elements of a block by those of an array that is broadcast to it: in place if nobody shares this
    /// array and no gradient flows.
    mutating func write(_ value: NDArray, to block: StridedBlock) {
        require(
            value.shape.broadcast(with: block.shape) == block.shape,
            "subscript: the shape \(value.shape) cannot be broadcast to \(block.shape), which it replaces")
        guard isTracked || value.isTracked else {
            tape = Tape.common(of: [tape, value.tape])
            index = -1
            _ = uniqueBase()
            put(value, block)
            return
        }
        let inputs = [self, value]
        let (isTracked, valueShape) = (isTracked, value.isTracked ? value.shape : nil)
        var result = detached
        _ = result.uniqueBase()
        result.put(value, block)
        self = NDArray.recordMove(result, from: inputs) { gradient in
            var kept: Tensor? = isTracked ? gradient : nil
            kept?.write(.scalar(0, in: gradient.context), to: block)
            return [kept, valueShape.map { gradient.block(block, "slice").summed(to: $0) }]
        }
    }

    /// Copies an array, broadcast, to a block of this one, which nobody shares.
    fileprivate func put(_ value: NDArray, _ block: StridedBlock) {
        let read = StridedBlock(shape: block.shape, strides: value.shape.broadcastStrides(to: block.shape), start: 0)
        let (target, source) = block.ascending(from: read)
        value.copy(
            block.shape, from: source.strides, start: source.start, to: self, target.strides, start: target.start,
            "write slice")
    }
}

extension Tensor {
    /// Zeros with these elements at a block: the gradient of reading it.
    fileprivate func placed(_ block: StridedBlock, in whole: Shape, _ name: String) -> Tensor {
        let output = Tensor.zeros(whole, in: context)
        output.put(self, block)
        return Tape.record(output, from: [self]) { [$0.block(block, name)] }
    }
}
