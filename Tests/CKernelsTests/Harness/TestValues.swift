import Foundation

/// Operand contents, cut from pools that are drawn once, so that large ones cost no more than a copy.
enum TestValues: Sendable {
    /// Whole numbers from -3 to 3.
    case integers
    /// Absolute values of the whole numbers.
    case integerMagnitudes
    /// Random numbers in -1 ..< 1.
    case uniform
    /// Absolute values of the uniform ones.
    case magnitudes
    /// Random numbers in 0.25 ..< 2.
    case positive

    /// A prime, so that rows of different operands never line up.
    private static let poolCount = 65_521

    private static let integerPool = pool(seed: 1) { Float(Int($0 % 7) - 3) }
    private static let integerMagnitudePool = integerPool.map { abs($0) }
    private static let uniformPool = pool(seed: 2) { Float(Int32(truncatingIfNeeded: $0) >> 8) * 0x1p-23 }
    private static let magnitudePool = uniformPool.map { abs($0) }
    private static let positivePool = magnitudePool.map { 0.25 + 1.75 * $0 }

    /// SplitMix64 (Steele, Lea and Flood 2014).
    private static func pool(seed: UInt64, _ transform: (UInt64) -> Float) -> [Float] {
        var state = seed
        return (0..<poolCount).map { _ in
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return transform((z ^ (z >> 31)) >> 16)
        }
    }

    private var pool: [Float] {
        switch self {
        case .integers: Self.integerPool
        case .integerMagnitudes: Self.integerMagnitudePool
        case .uniform: Self.uniformPool
        case .magnitudes: Self.magnitudePool
        case .positive: Self.positivePool
        }
    }

    /// `count` values; different `stream`s give different ones.
    func callAsFunction(_ count: Int, _ stream: Int) -> [Float] {
        let pool = pool
        var values: [Float] = []
        values.reserveCapacity(count)
        var offset = stream * 7919 % pool.count
        while values.count < count {
            let part = min(count - values.count, pool.count - offset)
            values.append(contentsOf: pool[offset..<offset + part])
            offset = 0
        }
        return values
    }

    /// A matrix with `stride` elements from row to row; NaN lies between the rows, and none behind the last.
    func matrix(rows: Int, width: Int, stride: Int, _ stream: Int) -> [Float] {
        guard rows > 0, width > 0 else { return [] }
        let values = self(rows * width, stream)
        if stride == width { return values }
        var matrix = [Float](repeating: .nan, count: (rows - 1) * stride + width)
        for row in 0..<rows {
            matrix.replaceSubrange(row * stride..<row * stride + width, with: values[row * width..<(row + 1) * width])
        }
        return matrix
    }

    /// Scalars of the magnitude call are absolute values too.
    func scalar(_ value: Float) -> Float { self == .magnitudes ? abs(value) : value }

    /// `count` whole numbers in 0 ..< end.
    static func indices(_ count: Int, below end: Int, _ stream: Int) -> [Int32] {
        uniformIndices(count, stream).map { Int32($0 * Float(end)) }
    }

    private static func uniformIndices(_ count: Int, _ stream: Int) -> [Float] { TestValues.magnitudes(count, stream) }
}

extension Int {
    var signed: Int64 { Int64(self) }
}
