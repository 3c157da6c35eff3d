import Testing

@testable import SwiftletTensor

@Suite struct RandomStreamTests {
    /// The known answers of Philox4x32-10 in Random123 (Salmon et al. 2011): counter, key, result.
    static let knownAnswers: [([UInt32], UInt64, [UInt32])] = [
        ([0, 0, 0, 0], 0, [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
        (
            Array(repeating: .max, count: 4), .max, [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
        ),
        (
            [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], 0x299f_31d0_a409_3822,
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        ),
    ]

    @Test(arguments: knownAnswers) func philox(_ counter: [UInt32], _ key: UInt64, _ result: [UInt32]) {
        let words = RandomStream.philox(counter: (counter[0], counter[1], counter[2], counter[3]), key: key)
        #expect([words.0, words.1, words.2, words.3] == result)
    }

    @Test func wordsAreThoseOfConsecutiveBlocks() {
        var stream = RandomStream(seed: 9)
        for block: UInt32 in 0..<3 {
            let words = RandomStream.philox(counter: (block, 0, 0, 0), key: stream.key)
            #expect((0..<4).map { _ in stream.nextWord() } == [words.0, words.1, words.2, words.3])
        }
    }

    /// The kernel draws the same numbers as the stream, in every variant and at any offset.
    @Test(arguments: ["reference", "generic", "auto"]) func kernelsDrawTheSameNumbers(_ kernels: String) throws {
        let context = try ComputeContext(threads: 2, kernels: kernels)
        for count in [0, 1, 3, 4, 5, 17, 1003] {
            var (kernel, plain) = (RandomStream(seed: 3), RandomStream(seed: 3))
            _ = (kernel.nextWord(), plain.reserve(1))
            let drawn = Tensor.uniform([count], using: &kernel, in: context)
            #expect(drawn.elements == (0..<count).map { _ in plain.uniform() })
            #expect(kernel.position % 4 == 0 && kernel.position >= plain.position)
            plain = kernel
            let scaled = Tensor.uniform([count], -3, 5.5, using: &kernel, in: context)
            #expect(scaled.elements == (0..<count).map { _ in plain.uniform(-3, 5.5) })
            plain = kernel
            let mask = Tensor.dropoutMask([count], rate: 0.25, using: &kernel, in: context)
            #expect(mask.elements == (0..<count).map { _ in plain.uniform() < 0.75 ? 1 / 0.75 : 0 })
        }
    }

    @Test func uniformNumbersFillTheirRange() throws {
        let context = try ComputeContext()
        var stream = RandomStream(seed: 4)
        let numbers = Tensor.uniform([20_000], -3, 5, using: &stream, in: context)
        #expect(numbers.min().item >= -3 && numbers.min().item < -2.99)
        #expect(numbers.max().item < 5 && numbers.max().item > 4.99)
        // The standard error of the mean is 8 / sqrt(12 * 20000) = 0.016.
        #expect(abs(numbers.mean().item - 1) < 0.07)
    }

    @Test func masksKeepTheirShare() throws {
        let context = try ComputeContext()
        var stream = RandomStream(seed: 5)
        let mask = Tensor.dropoutMask([20_000], rate: 0.2, using: &stream, in: context)
        #expect(Set(mask.elements) == [0, 1.25])
        // The standard error of the mean is 1.25 * 0.4 / sqrt(20000) = 0.0035.
        #expect(abs(mask.mean().item - 1) < 0.015)
        let next = Tensor.dropoutMask([20_000], rate: 0.2, using: &stream, in: context)
        #expect(next.elements != mask.elements)
    }

    @Test("Filling a buffer draws the same numbers as one by one, from any position")
    func fillsAsOneByOne() {
        for skipped in 0..<6 {
            for count in [0, 1, 2, 3, 4, 5, 9, 64, 67] {
                var (plain, filling) = (RandomStream(seed: 9), RandomStream(seed: 9))
                for _ in 0..<skipped { _ = (plain.nextWord(), filling.nextWord()) }
                var numbers = [Float](repeating: -1, count: count)
                numbers.withUnsafeMutableBufferPointer { filling.fillUniform($0) }
                #expect(numbers == (0..<count).map { _ in plain.uniform() }, "\(count) numbers after \(skipped)")
                #expect(filling.position == plain.position)
                #expect(filling.nextWord() == plain.nextWord())
            }
        }
    }

    @Test func normalNumbersHaveTheirMoments() throws {
        let context = try ComputeContext()
        var (stream, plain) = (RandomStream(seed: 6), RandomStream(seed: 6))
        let numbers = Tensor.normal([20_000], mean: 2, deviation: 3, using: &stream, in: context)
        for (number, expected) in zip(numbers.elements, (0..<20_000).map { _ in 2 + 3 * plain.normal() }) {
            #expect(abs(number - expected) <= 0x1p-22 * max(abs(expected), 3))
        }
        var (kernel, array) = (RandomStream(seed: 6), RandomStream(seed: 6))
        #expect(try array.normals(33) == Tensor.normal([33], using: &kernel, in: context).elements)
        #expect(abs(numbers.mean().item - 2) < 0.09)
        #expect(abs((numbers - 2).squared().mean().item - 9) < 0.4)
    }

    @Test func childrenAreIndependent() {
        let root = RandomStream(seed: 7)
        var drawn = root
        _ = drawn.next()
        #expect(drawn.child("weight").key == root.child("weight").key)
        let names = (0..<100).map { root.child("layer\($0)").key }
        let numbers = (0..<100).map { root.child($0).key }
        let others = (0..<100).map { RandomStream(seed: UInt64($0 + 8)).key }
        #expect(Set(names + numbers + others + [root.key]).count == 301)
        #expect(root.child("a").child("b").key != root.child("b").child("a").key)
        // Neighbouring streams agree in half of their bits.
        var (left, right) = (root.child(0), root.child(1))
        let differing = (0..<1000).reduce(0) { sum, _ in sum + (left.nextWord() ^ right.nextWord()).nonzeroBitCount }
        #expect(abs(differing - 16_000) < 450)
    }

    @Test func indicesAndPermutations() {
        var stream = RandomStream(seed: 8)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<7000 { counts[stream.index(below: 7)] += 1 }
        #expect(counts.allSatisfy { abs($0 - 1000) < 150 })
        let permutation = stream.permutation(100)
        #expect(permutation != Array(0..<100) && permutation.sorted() == Array(0..<100))
    }
}
