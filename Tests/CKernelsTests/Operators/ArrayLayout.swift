import CKernels

/// Sizes and strides of an array: which elements of its memory it has.
struct ArrayLayout {
    var sizes: [Int]
    var strides: [Int]

    var count: Int { sizes.reduce(1, *) }
    private var reaches: [Int] { zip(sizes, strides).map { ($0 - 1) * $1 } }
    /// Of element [0, 0, ...] from the first in memory.
    var start: Int { count == 0 ? 0 : -reaches.filter { $0 < 0 }.reduce(0, +) }
    /// Elements from the first to the last in memory.
    var extent: Int { count == 0 ? 0 : reaches.map(abs).reduce(1, +) }
    var cSizes: [Int64] { sizes.map(\.signed) }
    var cStrides: [Int64] { strides.map(\.signed) }

    /// Where the elements lie, in row-major order.
    var positions: [Int] {
        var positions = [start]
        for (size, stride) in zip(sizes, strides) {
            positions = positions.flatMap { position in (0..<size).map { position + $0 * stride } }
        }
        return count == 0 ? [] : positions
    }

    static func contiguous(_ sizes: [Int]) -> ArrayLayout {
        var stride = 1
        let strides = sizes.reversed().map { size in
            defer { stride *= max(size, 1) }
            return stride
        }
        return ArrayLayout(sizes: sizes, strides: strides.reversed())
    }

    /// The contiguous array of `shape` with its axes in another order: axis i is its axis `axes[i]`.
    static func permuted(_ shape: [Int], _ axes: [Int]) -> ArrayLayout {
        let source = contiguous(shape)
        return ArrayLayout(sizes: axes.map { shape[$0] }, strides: axes.map { source.strides[$0] })
    }

    /// The contiguous array of `shape` as broadcast to these sizes.
    static func broadcast(_ shape: [Int], to sizes: [Int]) -> ArrayLayout {
        let padded = [Int](repeating: 1, count: sizes.count - shape.count) + shape
        let strides = zip(contiguous(padded).strides, padded).map { $1 == 1 ? 0 : $0 }
        return ArrayLayout(sizes: sizes, strides: strides)
    }
}

/// Bytes as the words that hold them; the last one is filled up with bytes of the guard value, as an output's is.
func packed(_ bytes: [UInt8]) -> [UInt32] {
    stride(from: 0, to: bytes.count, by: 4).map { first in
        (0..<4).reduce(UInt32(0)) { word, index in
            let guardByte = UInt8(truncatingIfNeeded: GuardedBuffer.guardWord >> (8 * UInt32(index)))
            let byte = first + index < bytes.count ? bytes[first + index] : guardByte
            return word | UInt32(byte) << (8 * UInt32(index))
        }
    }
}

extension Operand {
    static func bytes(_ name: String, _ role: Role, _ values: [UInt8]) -> Operand {
        Operand(name: name, role: role, element: .integer, words: packed(values))
    }
}

extension Definition {
    /// A result of which every word is known.
    init(_ call: KernelCase, _ output: String, words: [UInt32]) {
        self.init(
            call, output, words.map { Double(Int32(bitPattern: $0)) }, magnitudes: words.map { _ in 0 }, units: 0)
    }
}

extension KernelCase.Call {
    func bytes(_ name: String) -> UnsafeMutablePointer<UInt8>? {
        addresses[name]?.assumingMemoryBound(to: UInt8.self)
    }
    func booleans(_ name: String) -> UnsafeMutablePointer<Bool>? {
        addresses[name]?.assumingMemoryBound(to: Bool.self)
    }
    /// Sizes of which each may be changed.
    func sizes(_ sizes: [Int]) -> [Int64] { sizes.enumerated().map { size("sizes[\($0)]", $1) } }
}
