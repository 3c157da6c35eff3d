import SwiftletTensor

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

extension Variable {
    /// Images [N, C, H, W] reflected at their first and last rows and columns, which are not repeated: [N, C, top + H +
    /// bottom, left + W + right]. Each padding must be less than the side that is reflected.
    public func reflectionPadded(_ padding: Padding2d) -> Variable {
        let inputShape = shape
        return Tape.record(value.reflectionPadded(padding), from: [self]) { outputGradient in
            [padding.reflectionGradient(outputGradient: outputGradient, inputShape: inputShape)]
        }
    }

    /// Images [N, C, H, W] with rows and columns added: [N, C, top + H + bottom, left + W + right].
    public func padded(_ padding: Padding2d, mode: PaddingMode) -> Variable {
        require(shape.rank == 4, "padded: expected an input with four axes, got the shape \(shape)")
        if mode == .reflect { return reflectionPadded(padding) }
        return padded(alongAxis: 2, before: padding.top, after: padding.bottom, mode: mode)
            .padded(alongAxis: 3, before: padding.left, after: padding.right, mode: mode)
    }

    /// Positions added before and behind those of an axis.
    public func padded(alongAxis axis: Int, before: Int, after: Int, mode: PaddingMode) -> Variable {
        let size = shape[axis]
        let most = mode == .reflect ? size - 1 : mode == .circular ? size : Int.max
        require(
            min(before, after) >= 0 && max(before, after) <= most && size > 0,
            "padded: \(mode) padding of an axis of \(size) takes widths in 0...\(most), got \(before) and \(after)")
        if before == 0 && after == 0 { return self }
        switch mode {
        case .zeros: return padded(alongAxis: axis, before: before, after: after)
        case .reflect:
            let index = shape.axisIndex(axis)
            let outer = shape.dimensions.prefix(index).reduce(1, *)
            let image = reshaped(to: [1, outer, size, shape.dimensions.dropFirst(index + 1).reduce(1, *)])
            return image.reflectionPadded(Padding2d(top: before, bottom: after, left: 0, right: 0))
                .reshaped(to: shape.replacing(axis: axis, with: before + size + after))
        case .replicate:
            let first = Array(repeating: sliced(alongAxis: axis, 0..<1), count: before)
            let last = Array(repeating: sliced(alongAxis: axis, (size - 1)..<size), count: after)
            return .concatenated(first + [self] + last, alongAxis: axis)
        case .circular:
            let end = before > 0 ? [sliced(alongAxis: axis, (size - before)..<size)] : []
            let start = after > 0 ? [sliced(alongAxis: axis, 0..<after)] : []
            return .concatenated(end + [self] + start, alongAxis: axis)
        }
    }
}
