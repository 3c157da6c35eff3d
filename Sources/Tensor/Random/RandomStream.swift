/// A stream of random numbers by counter: Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2,
/// 3").
///
/// One root stream per run; every purpose draws from a child stream of its own name (`child("dropout")`), so that a new
/// purpose changes no other stream, and a resumed run draws what it would have drawn.
public struct RandomStream: Sendable, RandomNumberGenerator {
    /// Names the stream: all its numbers follow from the key and the position.
    public let key: UInt64
    /// How many 32-bit words have been drawn.
    public private(set) var position: UInt64 = 0
    private var block: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)

    /// The root stream of a run.
    public init(seed: UInt64) {
        key = Self.mix(seed)
    }

    private init(key: UInt64) {
        self.key = key
    }

    /// The stream for a named purpose below this one; independent of how much this one has drawn.
    public func child(_ name: String) -> RandomStream {
        // FNV-1a over the name, then mixed with the key: names, not positions, tell streams apart.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return RandomStream(key: Self.mix(key ^ Self.mix(hash)))
    }

    /// The stream for a numbered purpose below this one, such as an epoch or a step.
    public func child(_ number: Int) -> RandomStream {
        RandomStream(key: Self.mix(key &+ 0x9e37_79b9_7f4a_7c15 &* (UInt64(bitPattern: Int64(number)) &+ 1)))
    }

    /// The next 32 random bits.
    public mutating func nextWord() -> UInt32 {
        let lane = position & 3
        if lane == 0 {
            block = Self.philox(block: position >> 2, key: key)
        }
        position += 1
        switch lane {
        case 0: return block.0
        case 1: return block.1
        case 2: return block.2
        default: return block.3
        }
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        let low = UInt64(nextWord())
        return low | UInt64(nextWord()) << 32
    }

    /// Reserves `count` words for a kernel that draws them itself: the offset of the first, a multiple of 4.
    public mutating func reserve(_ count: Int) -> UInt64 {
        let start = (position + 3) & ~3
        position = start + (UInt64(count) + 3) & ~3
        return start
    }

    /// A uniform number in [0, 1) with 24 random bits.
    public mutating func uniform() -> Float { Self.unit(nextWord()) }

    /// A uniform number in [low, high).
    public mutating func uniform(_ low: Float, _ high: Float) -> Float { low + (high - low) * uniform() }

    /// Draws as many numbers as `numbers` has room for, as by `uniform()` one by one but several times as fast.
    public mutating func fillUniform(_ numbers: UnsafeMutableBufferPointer<Float>) {
        var index = 0
        while index < numbers.count && position & 3 != 0 {
            numbers[index] = uniform()
            index += 1
        }
        let wholeBlocks = (numbers.count - index) & ~3
        for offset in stride(from: index, to: index + wholeBlocks, by: 4) {
            let words = Self.philox(block: position >> 2, key: key)
            numbers[offset] = Self.unit(words.0)
            numbers[offset + 1] = Self.unit(words.1)
            numbers[offset + 2] = Self.unit(words.2)
            numbers[offset + 3] = Self.unit(words.3)
            position += 4
        }
        for rest in index + wholeBlocks..<numbers.count { numbers[rest] = uniform() }
    }

    /// A uniform integer in 0 ..< bound, without bias (Lemire 2019).
    public mutating func index(below bound: Int) -> Int {
        require(bound > 0, "no number lies below \(bound)")
        let limit = UInt64(bound)
        var product = next().multipliedFullWidth(by: limit)
        if product.low < limit {
            let threshold = (0 &- limit) % limit
            while product.low < threshold { product = next().multipliedFullWidth(by: limit) }
        }
        return Int(product.high)
    }

    /// The numbers 0 ..< count in random order (Fisher-Yates).
    public mutating func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        shuffle(&order)
        return order
    }

    /// Puts the elements in random order (Fisher-Yates).
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, index(below: last + 1))
        }
    }

    /// SplitMix64's finaliser (Steele et al. 2014): spreads every input bit over the result.
    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9e37_79b9_7f4a_7c15
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// The number in [0, 1) that the upper 24 bits of a word stand for.
    private static func unit(_ word: UInt32) -> Float { Float(word >> 8) * 0x1p-24 }

    /// The four words of a block of the stream.
    private static func philox(block: UInt64, key: UInt64) -> (UInt32, UInt32, UInt32, UInt32) {
        let counter = (UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32))
        return philox(counter: (counter.0, counter.1, 0, 0), key: key)
    }

    /// Ten rounds of Philox4x32: four random words for a counter.
    static func philox(
        counter: (UInt32, UInt32, UInt32, UInt32), key: UInt64
    ) -> (UInt32, UInt32, UInt32, UInt32) {
        var counter = counter
        var low = UInt32(truncatingIfNeeded: key)
        var high = UInt32(truncatingIfNeeded: key >> 32)
        for _ in 0..<10 {
            let first = counter.0.multipliedFullWidth(by: 0xd251_1f53)
            let second = counter.2.multipliedFullWidth(by: 0xcd9e_8d57)
            counter = (second.high ^ counter.1 ^ low, second.low, first.high ^ counter.3 ^ high, first.low)
            low = low &+ 0x9e37_79b9
            high = high &+ 0xbb67_ae85
        }
        return counter
    }
}
