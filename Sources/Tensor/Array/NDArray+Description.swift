extension NDArray: CustomStringConvertible {
    /// The shape, then the elements in nested brackets with columns aligned: `Tensor [2, 2]`, `[[1.0, 2.5],`, ` [3.0,
    /// 4.0]]`.
    ///
    /// Of more than 1,000 elements the first and last three positions of each axis are written. Floats have as many of
    /// up to six digits after their point as one of them needs, and a power of ten where one is at least 10^8 or below
    /// 10^-4.
    public var description: String {
        let name = Element.self == Float.self ? "Tensor" : Element.self == Int32.self ? "IntTensor" : "BoolTensor"
        let layout = Layout(shape: shape, isLong: count > 1000)
        let strings = withUnsafeElements { elements in layout.positions().map { elements[$0] } }.strings
        let width = strings.reduce(0) { Swift.max($0, $1.utf8.count) }
        var rest = strings.map { String(repeating: " ", count: width - $0.utf8.count) + $0 }[...]
        let body = layout.string(&rest, axis: 0)
        return "\(name) \(shape)" + (shape.rank < 2 && !body.contains("\n") ? " " : "\n") + body
    }
}

/// Which elements of an array are written, and how brackets nest.
private struct Layout {
    let shape: Shape
    let isLong: Bool
    /// Positions at either end of a shortened axis.
    private let edge = 3
    /// Columns of a line.
    private let lineWidth = 100

    init(shape: Shape, isLong: Bool) {
        (self.shape, self.isLong) = (shape, isLong)
    }

    private func isShortened(_ axis: Int) -> Bool { isLong && shape[axis] > 2 * edge }

    private func kept(_ axis: Int) -> [Int] {
        isShortened(axis)
            ? Array(0..<edge) + Array((shape[axis] - edge)..<shape[axis]) : Array(0..<shape[axis])
    }

    /// Where the written elements are in the buffer.
    func positions() -> [Int] {
        let strides = shape.strides
        return (0..<shape.rank).reduce([0]) { starts, axis in
            starts.flatMap { start in kept(axis).map { start + $0 * strides[axis] } }
        }
    }

    /// The string of the next elements: those of one position of the axes before `axis`.
    func string(_ elements: inout ArraySlice<String>, axis: Int) -> String {
        if axis == shape.rank { return elements.removeFirst() }
        var parts = kept(axis).map { _ in string(&elements, axis: axis + 1) }
        if isShortened(axis) { parts.insert("...", at: edge) }
        let isLast = axis == shape.rank - 1
        let indent = String(repeating: " ", count: axis + 1)
        if !isLast {
            // Matrices stand apart by an empty line, as in NumPy.
            let separator = "," + String(repeating: "\n", count: shape.rank - 1 - axis) + indent
            return "[" + parts.joined(separator: separator) + "]"
        }
        var lines: [String] = []
        for (index, part) in parts.enumerated() {
            let string = part + (index + 1 < parts.count ? "," : "")
            if let last = lines.last, last.utf8.count + string.utf8.count + 1 + indent.utf8.count <= lineWidth {
                lines[lines.count - 1] = last + " " + string
            } else {
                lines.append(string)
            }
        }
        return "[" + lines.joined(separator: "\n" + indent) + "]"
    }
}

extension Array where Element: TensorElement {
    /// The elements as they are written together.
    fileprivate var strings: [String] {
        guard let floats = self as? [Float] else { return map { "\($0)" } }
        let sizes = floats.filter { $0.isFinite && $0 != 0 }.map(\.magnitude)
        let isScientific = sizes.contains { $0 >= 1e8 || $0 < 1e-4 }
        let decimals = floats.reduce(1) { Swift.max($0, $1.isFinite ? $1.decimals(isScientific) : 0) }
        return floats.map { $0.string(isScientific, decimals) }
    }
}

extension Float {
    /// How many digits after the point, of one to six, no other number shares.
    fileprivate func decimals(_ isScientific: Bool) -> Int {
        (1..<6).first { Float(string(isScientific, $0)) == self } ?? 6
    }

    fileprivate func string(_ isScientific: Bool, _ decimals: Int) -> String {
        if isNaN { return "nan" }
        if isInfinite { return self < 0 ? "-inf" : "inf" }
        return String(printf: isScientific ? "%.\(decimals)e" : "%.\(decimals)f", Double(self))
    }
}
