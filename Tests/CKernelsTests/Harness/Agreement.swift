/// How close a variant must come to the reference. Rounding errors are counted in units of 2^-24, half the spacing of
/// fp32 numbers at 1.
indirect enum Agreement {
    /// The same numbers; zeros of either sign are equal.
    case exact
    /// `units` roundings of the result, and of what an updated operand held before.
    case relative(units: Float)
    /// `units` roundings of what the reference gives for `magnitudes`, the same call with the absolute values of all
    /// operands: the sum of |a| |b| behind each result.
    case scaled(units: Float, magnitudes: KernelCase)
    /// `units` roundings of a number that bounds every intermediate result.
    case absolute(units: Float, scale: Float)

    /// The same with `factor` times as many units.
    func times(_ factor: Float) -> Agreement {
        switch self {
        case .exact: .exact
        case .relative(let units): .relative(units: units * factor)
        case .scaled(let units, let magnitudes): .scaled(units: units * factor, magnitudes: magnitudes)
        case .absolute(let units, let scale): .absolute(units: units * factor, scale: scale)
        }
    }

    /// Roundings allowed for a sum of `terms` products. Errors of a sum grow like the square root of its length; the
    /// factor leaves room for the unlucky ones among many results.
    static func roundings(terms: Int) -> Float { 8 + 4 * Float(terms).squareRoot() }
}

/// Finds the first element at which two results differ by more than allowed.
struct Comparison {
    var agreement: Agreement
    /// Contents before the call.
    var initial: [UInt32]
    var magnitudes: [UInt32]?
    var element: Operand.Element
    var rows: (width: Int, stride: Int)?

    func firstDifference(_ result: [UInt32], _ reference: [UInt32]) -> String? {
        if sameBits(result, reference) { return nil }
        if case .integer = element {
            return zip(result, reference).enumerated().first { $0.element.0 != $0.element.1 }.map {
                "element \($0.offset) is \(Int32(bitPattern: $0.element.0)), reference "
                    + "\(Int32(bitPattern: $0.element.1))"
            }
        }
        return result.withUnsafeBytes { result in
            reference.withUnsafeBytes { reference in
                firstDifference(result.bindMemory(to: Float.self), reference.bindMemory(to: Float.self))
            }
        }
    }

    private func firstDifference(
        _ result: UnsafeBufferPointer<Float>, _ reference: UnsafeBufferPointer<Float>
    ) -> String? {
        let count = result.count
        var index = 0
        while index < count {
            let got = result[index]
            let want = reference[index]
            if got != want, !(got.isNaN && want.isNaN), !isGap(index) {
                let bound = self.bound(index, want)
                // Written so that a NaN on one side alone is a difference.
                if !(abs(got - want) <= bound) {
                    return "element \(index) is \(got), reference \(want), allowed difference \(bound)"
                }
            }
            index += 1
        }
        return nil
    }

    private func isGap(_ index: Int) -> Bool {
        guard let rows else { return false }
        return index % rows.stride >= rows.width
    }

    private func bound(_ index: Int, _ reference: Float) -> Float {
        let rounding: Float = 0x1p-24
        switch agreement {
        case .exact:
            return 0
        case .relative(let units):
            let before = Float(bitPattern: initial[index])
            let magnitude = abs(reference) + (before.isNaN ? 0 : abs(before))
            return max(units * rounding * magnitude, .leastNormalMagnitude)
        case .scaled(let units, _):
            return max(units * rounding * Float(bitPattern: magnitudes![index]), .leastNormalMagnitude)
        case .absolute(let units, let scale):
            return units * rounding * scale
        }
    }
}
