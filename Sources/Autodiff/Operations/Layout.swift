import SwiftletTensor

extension Variable {
    /// The same elements under another shape of the same count.
    public func reshaped(to newShape: Shape) -> Variable {
        let inputShape = shape
        return Tape.record(value.reshaped(to: newShape), from: [self]) { [$0.reshaped(to: inputShape)] }
    }

    /// The axes from `axis` on joined into one: [N, C, H, W] to [N, C * H * W].
    public func flattened(fromAxis axis: Int = 1) -> Variable { reshaped(to: shape.flattened(fromAxis: axis)) }

    /// The last two axes exchanged.
    public func transposed() -> Variable {
        Tape.record(value.transposed(), from: [self]) { [$0.transposed()] }
    }

    /// Variables one behind the other along an axis; all other sizes must agree.
    public static func concatenated(_ variables: [Variable], alongAxis axis: Int) -> Variable {
        let output = Tensor.concatenated(variables.map(\.value), alongAxis: axis)
        let sizes = variables.map { $0.shape[axis] }
        let isTracked = variables.map(\.isTracked)
        return Tape.record(output, from: variables) { outputGradient in
            var start = 0
            return zip(sizes, isTracked).map { size, isTracked in
                defer { start += size }
                return isTracked ? outputGradient.sliced(alongAxis: axis, start..<(start + size)) : nil
            }
        }
    }

    /// The part of an axis that `range` names.
    public func sliced(alongAxis axis: Int, _ range: Range<Int>) -> Variable {
        let behind = shape[axis] - range.upperBound
        return Tape.record(value.sliced(alongAxis: axis, range), from: [self]) { outputGradient in
            [outputGradient.padded(alongAxis: axis, before: range.lowerBound, after: behind)]
        }
    }

    /// Zeros before and behind the elements along an axis.
    public func padded(alongAxis axis: Int, before: Int, after: Int) -> Variable {
        let size = shape[axis]
        return Tape.record(value.padded(alongAxis: axis, before: before, after: after), from: [self]) {
            outputGradient in
            [outputGradient.sliced(alongAxis: axis, before..<(before + size))]
        }
    }

    /// The variable repeated `count` times along a new axis before the one at `axis`, or behind the last.
    public func repeated(_ count: Int, alongNewAxis axis: Int) -> Variable {
        Tape.record(value.repeated(count, alongNewAxis: axis), from: [self]) { [$0.sum(alongAxis: axis)] }
    }
}
