import SwiftletTensor
import Testing

@Suite struct TapeTests {
    let context: ComputeContext

    init() throws { context = try ComputeContext(threads: 2) }

    @Test func constantsLeaveNoTrace() throws {
        let tape = Tape()
        let tracked = tape.leaf(Tensor([1, 2], in: context))
        let constant = Tensor([3, 4], in: context)
        let result = (constant * constant + 1).tanh()
        #expect(!result.isTracked)
        #expect(tape.count == 1)
        #expect((tracked + result).isTracked)
        #expect(tape.count == 2)
        #expect(!tracked.detached.isTracked)
    }

    @Test func inputsThatDoNotMatterHaveNoGradient() {
        let tape = Tape()
        let (used, unused) = (tape.leaf(Tensor([2], in: context)), tape.leaf(Tensor([3], in: context)))
        let gradients = tape.gradients(of: used.squared().sum(), at: [unused, used])
        #expect(gradients[0] == nil)
        #expect(gradients[1]?.elements == [4])
        #expect(tape.count == 0)
    }

    /// Both inputs of an addition are handed the same gradient; what one of them collects later must not reach the other.
    @Test func fanOutDoesNotCorruptSharedGradients() {
        for order in 0..<2 {
            let tape = Tape()
            let a = tape.leaf(Tensor([1, 2, 3], in: context))
            let b = tape.leaf(Tensor([4, 5, 6], in: context))
            let parts = order == 0 ? [a * 3, a + b, b * 5, a + b] : [a + b, a * 3, a + b, b * 5]
            let sum = parts[0] + parts[1] + parts[2] + parts[3]
            let gradients = tape.gradients(of: sum.sum(), at: [a, b])
            #expect(gradients[0]?.elements == [5, 5, 5])
            #expect(gradients[1]?.elements == [7, 7, 7])
        }
    }

    @Test func oneInputOnBothSides() {
        let tape = Tape()
        let x = tape.leaf(Tensor([1, -2, 3], in: context))
        let result = x + x + x * x - x / x
        let gradients = tape.gradients(of: result.sum(), at: [x])
        #expect(gradients[0]?.elements == [4, -2, 8])
    }

    @Test func gradientsOutliveTheTape() {
        let original = Tensor([1, 2], in: context)
        let tape = Tape()
        let x = tape.leaf(original)
        var gradient = tape.gradients(of: (x * x).sum(), at: [x])[0]!
        gradient.scale(by: 10)
        #expect(gradient.elements == [20, 40])
        #expect(original.elements == [1, 2])
    }

    /// What an operator with two tracked inputs costs, and what it costs with one.
    struct Operator: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let shapes: [Shape]
        /// Inputs whose gradient comes at no cost with those of the others.
        var freeInputs: [Int] = []
        let apply: @Sendable ([Tensor]) -> Tensor
    }

    static let operators = [
        Operator(testDescription: "multiply", shapes: [[3, 4], [3, 4]]) { $0[0] * $0[1] },
        Operator(testDescription: "subtract", shapes: [[3, 4], [3, 4]], freeInputs: [0]) { $0[0] - $0[1] },
        Operator(testDescription: "divide", shapes: [[3, 4], [3, 4]], freeInputs: [0]) { $0[0] / $0[1] },
        Operator(testDescription: "broadcast multiply", shapes: [[3, 4], [4]]) { $0[0] * $0[1] },
        Operator(testDescription: "broadcast divide", shapes: [[3, 4], [4]], freeInputs: [0]) { $0[0] / $0[1] },
        Operator(testDescription: "broadcast dividend", shapes: [[4], [3, 4]]) { $0[0] / $0[1] },
        Operator(testDescription: "matmul", shapes: [[3, 4], [4, 5]]) { $0[0].matmul($0[1]) },
        Operator(testDescription: "linear", shapes: [[3, 4], [5, 4], [5]]) {
            $0[0].linear(weight: $0[1], bias: $0[2], activation: .tanh)
        },
        Operator(testDescription: "conv1d", shapes: [[2, 3, 8], [4, 3, 3], [4]]) {
            $0[0].conv1d(weight: $0[1], bias: $0[2])
        },
        Operator(testDescription: "conv1d under a global maximum", shapes: [[2, 3, 8], [4, 3, 3], [4]]) {
            $0[0].conv1dGlobalMaxPool(weight: $0[1], bias: $0[2])
        },
        Operator(testDescription: "conv2d", shapes: [[2, 3, 5, 5], [4, 3, 3, 3], [4]]) {
            $0[0].conv2d(weight: $0[1], bias: $0[2])
        },
        Operator(testDescription: "convTranspose1d", shapes: [[2, 3, 8], [3, 4, 3], [4]]) {
            $0[0].convTranspose1d(weight: $0[1], bias: $0[2])
        },
        Operator(testDescription: "convTranspose2d", shapes: [[2, 3, 5, 5], [3, 4, 3, 3], [4]]) {
            $0[0].convTranspose2d(weight: $0[1], bias: $0[2])
        },
        Operator(testDescription: "batch norm inference", shapes: [[5, 3], [3], [3]]) {
            $0[0].batchNorm(
                weight: $0[1], bias: $0[2], mean: .zeros([3], in: $0[0].context),
                variance: .ones([3], in: $0[0].context))
        },
        Operator(testDescription: "concatenate", shapes: [[3, 4], [3, 2]]) { Tensor.concatenated($0, axis: 1) },
    ]

    /// Each input alone gets the same gradient, bit for bit, for fewer buffers: nothing is computed for the others.
    @Test(arguments: operators) func untrackedInputsCostNothing(_ tested: Operator) throws {
        var check = try GradientCheck()
        let inputs = tested.shapes.map { check.tensor($0, in: 0.5...2) }
        let direction = check.tensor(tested.apply(inputs.map { $0 }).shape)

        /// Buffers that the backward pass asks for, and the gradients.
        func backward(_ tracked: [Int]) -> (requests: Int, gradients: [Tensor?]) {
            let tape = Tape()
            let arguments = inputs.enumerated().map { tracked.contains($0) ? tape.leaf($1) : $1 }
            let projection = (tested.apply(arguments) * direction).sum()
            let before = check.context.statistics.requests
            let gradients = tape.gradients(of: projection, at: arguments)
            return (check.context.statistics.requests - before, gradients)
        }

        let all = backward(Array(inputs.indices))
        for index in inputs.indices {
            let alone = backward([index])
            #expect(alone.gradients[index]?.elements == all.gradients[index]?.elements)
            #expect(alone.gradients.enumerated().allSatisfy { $0 == index || $1 == nil })
            let others = inputs.indices.filter { $0 != index && !tested.freeInputs.contains($0) }
            #expect(alone.requests < all.requests || others.isEmpty, "input \(index)")
        }
    }

    @Test func crossEntropyOfConstantsMakesNoGradient() throws {
        let logits = Tensor.ones([64, 100], in: context)
        let labels = IntTensor(Array(repeating: 1, count: 64), shape: [64], in: context)
        func requests(_ logits: Tensor) throws -> Int {
            let before = context.statistics.requests
            _ = try logits.softmaxCrossEntropy(labels: labels)
            return context.statistics.requests - before
        }
        #expect(try requests(logits) == requests(Tape().leaf(logits)) - 1)
    }

    /// What operators kept is given back by the backward pass, and by a step that ends without one.
    @Test func nothingIsKept() {
        struct Stop: Error {}
        let input = Tensor.ones([32, 32], in: context)
        let before = context.statistics.bytesInUse
        do {
            let tape = Tape()
            let x = tape.leaf(input)
            _ = tape.gradients(of: x.matmul(x).tanh().sum(), at: [x])
        }
        #expect(context.statistics.bytesInUse == before)
        weak var dropped: Tape?
        do {
            let tape = Tape()
            defer { tape.finish() }
            dropped = tape
            let x = tape.leaf(input)
            _ = x.matmul(x).tanh().sum()
        }
        #expect(dropped == nil)
        #expect(context.statistics.bytesInUse == before)
        #expect(throws: Stop.self) {
            _ = try gradient(at: input) { outer in
                _ = try gradient(at: outer) { x in
                    _ = x.matmul(outer).tanh().sum()
                    throw Stop()
                }
                return outer.sum()
            }
        }
        #expect(context.statistics.bytesInUse == before)
    }

    /// The quotient is kept for the gradient of the divisor alone.
    @Test func divisionKeepsWhatItNeeds() {
        let tape = Tape()
        let divisor = Tensor.full([32, 32], 2, in: context)
        let x = tape.leaf(.ones([32, 32], in: context))
        let before = context.statistics.bytesInUse
        _ = x / divisor
        #expect(context.statistics.bytesInUse == before)
        _ = divisor / x
        #expect(context.statistics.bytesInUse > before)
        tape.finish()
        #expect(context.statistics.bytesInUse == before)
    }

    @Test func trainingStepsStopAllocating() throws {
        var weight = Tensor.full([16, 8], 0.5, in: context)
        let input = Tensor.ones([4, 8], in: context)
        let labels = IntTensor([1, 2, 3, 4], shape: [4], in: context)
        var allocations: [Int] = []
        for _ in 0..<5 {
            let tape = Tape()
            let tracked = tape.leaf(weight)
            let loss = try input.linear(weight: tracked, activation: .relu).softmaxCrossEntropy(
                labels: labels)
            let gradient = tape.gradients(of: loss, at: [tracked])[0]!
            weight.add(gradient, scaledBy: -0.1)
            allocations.append(context.statistics.systemAllocations)
        }
        #expect(allocations[1...].allSatisfy { $0 == allocations[1] })
    }

    @Test func gradientsAreTheSameBitsAtAnyThreadCount() throws {
        let results = try [1, 2, 3, 8].map { threads -> [[Float]] in
            let context = try ComputeContext(threads: threads)
            var random = RandomStream(seed: 11)
            let shapes: [Shape] = [[8, 3, 20, 21], [16, 3, 3, 3], [16], [10, 16]]
            let tape = Tape()
            let arguments = shapes.map { tape.leaf(Tensor.uniform($0, -1, 1, using: &random, in: context)) }
            let labels = IntTensor((0..<8).map(Int32.init), shape: [8], in: context)
            let features = arguments[0].conv2d(weight: arguments[1], bias: arguments[2], activation: .relu)
            let logits = features.globalAveragePool().linear(weight: arguments[3])
            let loss = try logits.softmaxCrossEntropy(labels: labels)
            return tape.gradients(of: loss, at: arguments).map { $0?.elements ?? [] }
        }
        for result in results[1...] { #expect(result == results[0]) }
    }

    /// What the tensors of a step come to after its backward pass are constants.
    @Test func aSpentTapeRecordsNothing() {
        let tape = Tape()
        let x = tape.leaf(Tensor([2], in: context))
        _ = tape.gradients(of: x.sum(), at: [x])
        #expect(!x.isTracked && !x.squared().isTracked && tape.count == 0)
        #expect(x.squared().elements == [4])
        // So they enter another step.
        let other = Tape()
        #expect(!(other.input(Tensor([3], in: context)) * x).isTracked && other.count == 0)
        #expect(gradient(at: Tensor([3], in: context)) { ($0 * x).sum() }.elements == [2])
        let (outer, inner) = valueAndGradient(at: Tensor([3], in: context)) { $0.squared().sum() }
        #expect(!outer.isTracked && !inner.isTracked)
    }

    @Test func aFinishedTapeTakesNoLeaf() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let tape = Tape()
            tape.finish()
            _ = tape.leaf(Tensor([2], in: try ComputeContext()))
        }
        try expectSpent(result)
    }

    @Test func aSpentTapeCannotBeAskedAgain() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let tape = Tape()
            let x = tape.leaf(Tensor([2], in: try ComputeContext()))
            let sum = x.sum()
            for _ in 0..<2 { _ = tape.gradients(of: sum, at: [x]) }
        }
        try expectSpent(result)
    }

    private func expectSpent(_ result: ExitTest.Result?) throws {
        let message = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(message.contains("a tape serves one step, and this one is over"), "\(message)")
    }

    @Test func dropoutOfRateZeroIsTheIdentity() {
        let tape = Tape()
        var random = RandomStream(seed: 1)
        let input = tape.leaf(Tensor([1, 2], in: context))
        #expect(input.dropout(rate: 0, using: &random).elements == [1, 2])
        #expect(tape.count == 1)
        #expect(random.position == 0)
        #expect(input.dropout(rate: 1, using: &random).elements == [0, 0])
    }
}
