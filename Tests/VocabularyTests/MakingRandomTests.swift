import SwiftletTensor
import Testing

@Suite("Random integers and truth values")
struct MakingRandomTests {
    @Test func uniformIntegers() {
        var random = RandomStream(seed: 3)
        let numbers = IntTensor.uniform([100, 100], below: 7, using: &random)
        #expect(numbers.min().item == 0 && numbers.max().item == 6)
        for number in 0..<7 {
            // 10,000 / 7 with a standard deviation of 35.
            let count = (numbers .== Int32(number)).ints().sum().item
            #expect(abs(Double(count) - 10_000 / 7) < 5 * 35, "\(number): \(count)")
        }
        var again = RandomStream(seed: 3)
        #expect(IntTensor.uniform([100, 100], below: 7, using: &again) == numbers)
        #expect(IntTensor.uniform([100, 100], below: 7, using: &again) != numbers)
    }

    @Test func permutations() {
        var random = RandomStream(seed: 3)
        let order = IntTensor.permutation(100, using: &random)
        #expect(order.elements.sorted() == (0..<100).map(Int32.init))
        #expect(order != IntTensor.arange(100))
        #expect(IntTensor.permutation(0, using: &random).shape == [0])
    }

    @Test(arguments: [1, 2]) func bernoulli(threads: Int) throws {
        let context = try ComputeContext(threads: threads)
        var random = RandomStream(seed: 5)
        let mask = BoolTensor.bernoulli([100, 100], probability: 0.3, using: &random, in: context)
        // 3,000 with a standard deviation of 46.
        #expect(abs(mask.ints().sum().item - 3000) < 5 * 46)
        var other = RandomStream(seed: 5)
        #expect(BoolTensor.bernoulli([100, 100], probability: 0.3, using: &other) == mask)
        let sure = BoolTensor.bernoulli(probabilities: Tensor([0, 1, 0, 1]).broadcast(to: [1000, 4]), using: &random)
        #expect(sure == BoolTensor([false, true, false, true]).broadcast(to: [1000, 4]))
    }

    @Test func categorical() {
        var random = RandomStream(seed: 9)
        let logits = Tensor([0, 2, -.infinity, 1])
        let drawn = IntTensor.categorical(logits: logits.broadcast(to: [100, 100, 4]), using: &random)
        #expect(drawn.shape == [100, 100])
        let probabilities = logits.softmax().elements
        for (index, probability) in probabilities.enumerated() {
            let count = Double((drawn .== Int32(index)).ints().sum().item)
            let deviation = (10_000 * Double(probability) * Double(1 - probability)).squareRoot()
            #expect(abs(count - 10_000 * Double(probability)) <= 5 * deviation, "\(index): \(count)")
        }
        #expect(IntTensor.categorical(logits: Tensor([-1000, 1000]), using: &random).item == 1)
        #expect(IntTensor.categorical(logits: .zeros([3, 0, 2]), using: &random).shape == [3, 0])
    }

    @Test func wrongArguments() async throws {
        let bound = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var random = RandomStream(seed: 1)
            _ = IntTensor.uniform([2], below: 0, using: &random)
        }
        try expectTrap(bound, "uniform: expected a bound in 1 ... 2147483648, got 0")
        let probability = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var random = RandomStream(seed: 1)
            _ = BoolTensor.bernoulli(probabilities: [0.5, 1.5], using: &random)
        }
        try expectTrap(probability, "bernoulli: element 1 is 1.5, expected a probability")
        let logits = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var random = RandomStream(seed: 1)
            _ = IntTensor.categorical(logits: Tensor([[0, 1], [0, .nan]]), using: &random)
        }
        try expectTrap(logits, "categorical: the logits [0.0, nan] are no distribution")
        let classes = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var random = RandomStream(seed: 1)
            _ = IntTensor.categorical(logits: .zeros([2, 0]), using: &random)
        }
        try expectTrap(classes, "categorical: expected logits [..., classes], got [2, 0]")
    }
}
