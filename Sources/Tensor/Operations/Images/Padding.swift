/// What the positions are that padding adds at the ends of an axis.
public enum PaddingMode: String, CaseIterable, Sendable {
    /// 0.
    case zeros
    /// The axis reflected at its first and last position, which are not repeated; each padding must be less than the axis.
    case reflect
    /// The first and the last position over and over.
    case replicate
    /// The axis as a ring; each padding must be at most the axis.
    case circular
}

extension Tensor {
    /// Images [N, C, H, W] with rows and columns added: [N, C, top + H + bottom, left + W + right].
    public func padded(_ padding: Padding2d, mode: PaddingMode) -> Tensor {
        require(shape.rank == 4, "padded: expected an input with four axes, got the shape \(shape)")
        if mode == .reflect { return reflectionPadded(padding) }
        return padded(axis: 2, before: padding.top, after: padding.bottom, mode: mode)
            .padded(axis: 3, before: padding.left, after: padding.right, mode: mode)
    }

    /// Positions added before and after those of an axis.
    public func padded(axis: Int, before: Int, after: Int, mode: PaddingMode) -> Tensor {
        let size = shape[axis]
        let most = mode == .reflect ? size - 1 : mode == .circular ? size : Int.max
        require(
            Swift.min(before, after) >= 0 && Swift.max(before, after) <= most && size > 0,
            "padded: \(mode) padding of an axis of \(size) takes widths in 0...\(most), got \(before) and \(after)")
        if before == 0 && after == 0 { return self }
        switch mode {
        case .zeros: return padded(axis: axis, before: before, after: after)
        case .reflect:
            let index = shape.axisIndex(axis)
            let outer = shape.dimensions.prefix(index).reduce(1, *)
            let image = reshaped(to: [1, outer, size, shape.dimensions.dropFirst(index + 1).reduce(1, *)])
            return image.reflectionPadded(Padding2d(top: before, bottom: after, left: 0, right: 0))
                .reshaped(to: shape.replacing(axis: axis, with: before + size + after))
        case .replicate:
            let first = Array(repeating: sliced(axis: axis, 0..<1), count: before)
            let last = Array(repeating: sliced(axis: axis, (size - 1)..<size), count: after)
            return .concatenated(first + [self] + last, axis: axis)
        case .circular:
            let end = before > 0 ? [sliced(axis: axis, (size - before)..<size)] : []
            let start = after > 0 ? [sliced(axis: axis, 0..<after)] : []
            return .concatenated(end + [self] + start, axis: axis)
        }
    }
}
