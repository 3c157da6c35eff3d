import Foundation

/// Values that arithmetic treats apart, put among ordinary ones.
enum SpecialValues: CaseIterable {
    case nan, infinity, negativeInfinity, denormal, all

    private var values: [Float] {
        switch self {
        case .nan: [.nan]
        case .infinity: [.infinity]
        case .negativeInfinity: [-.infinity]
        case .denormal: [0x1p-130, -0x1p-140, .leastNonzeroMagnitude]
        case .all: [.nan, .infinity, -.infinity, 0x1p-130, -0x1p-130, 0, -0.0]
        }
    }

    /// The call with one value in forty replaced, and at least one of each operand that is read: always at the same
    /// places, and elsewhere for each `round`.
    func inserted(into call: KernelCase, round: Int) -> KernelCase {
        var copy = call
        copy.name += " with \(self)"
        var state = UInt64(truncatingIfNeeded: 977 * round + 1)
        func next(below end: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % end
        }
        for index in copy.operands.indices {
            let operand = copy.operands[index]
            guard operand.role != .output, operand.element == .float, !operand.words.isEmpty else { continue }
            for _ in 0...operand.words.count / 40 {
                let value = values[next(below: values.count)]
                copy.operands[index].words[next(below: operand.words.count)] = value.bitPattern
            }
        }
        return copy
    }

    /// What kind of number a result is. Denormals count as zeros, which kernels may make of them.
    enum Class { case nan, infinity, negativeInfinity, finite }

    static func kind(_ value: Float) -> Class {
        if value.isNaN { return .nan }
        if value.isInfinite { return value > 0 ? .infinity : .negativeInfinity }
        return .finite
    }

    /// The first element of another kind than the reference's, or far from it.
    static func firstDifference(_ result: [UInt32], _ reference: [UInt32], _ operand: Operand, mayBeNaN: Bool)
        -> String?
    {
        if operand.element == .integer {
            return result.indices.first { result[$0] != reference[$0] }.map {
                "element \($0) is \(result[$0]), reference \(reference[$0])"
            }
        }
        let (result, reference) = (result.floats, reference.floats)
        return result.indices.first { index in
            if let rows = operand.rows, index % rows.stride >= rows.width { return false }
            let (got, want) = (result[index], reference[index])
            if mayBeNaN, got.isNaN { return false }
            guard kind(got) == kind(want) else { return true }
            return kind(got) == .finite && !(abs(got - want) <= 1e-3 * (abs(want) + 1))
        }.map { "element \($0) is \(result[$0]), reference \(reference[$0])" }
    }
}
