import Synchronization
import SwiftletNN
import SwiftletTensor
import Testing

/// Notes the names of kernels that run in the backward pass.
private final class BackwardKernels: KernelObserver {
    private let state = Mutex<[String]>([])
    var names: [String] { state.withLock { $0 } }

    func observe(_ work: KernelWork, in phase: ComputePhase, start: UInt64, end: UInt64) {
        if phase == .backward { state.withLock { $0.append(work.name) } }
    }
}

private final class SmallNet: Layer {
    let conv1 = Conv2d(1, 4, kernelSize: 3, padding: 1)
    let norm = BatchNorm2d(4)
    let conv2 = Conv2d(4, 4, kernelSize: 3, padding: 1, activation: .leakyRelu(slope: 0.1))
    let pool = MaxPool2d(2)
    let linear = Linear(64, 5)

    func callAsFunction(_ input: Tensor) -> Tensor {
        linear(pool(conv2(pool(norm(conv1(input)).relu()))).flattened())
    }
}

@Suite("Nothing is recorded, computed or kept for second derivatives that nobody asks for")
struct StepCostTests {
    private let context: ComputeContext

    init() throws { context = try ComputeContext(threads: 2) }

    /// Operations with a kernel of their own: their name, and the kernels of their gradient at all inputs.
    private static let operations:
        [(name: String, shapes: [Shape], gradientKernels: [String], operation: @Sendable ([Tensor]) throws -> Tensor)] =
            [
                ("relu", [[2, 3]], ["relu gradient"], { $0[0].relu() }),
                ("leakyRelu", [[2, 3]], ["leakyRelu gradient"], { $0[0].leakyRelu(slope: 0.2) }),
                ("sigmoid", [[2, 3]], ["sigmoid gradient"], { $0[0].sigmoid() }),
                ("tanh", [[2, 3]], ["tanh gradient"], { $0[0].tanh() }),
                ("softplus", [[2, 3]], ["softplus gradient"], { $0[0].softplus() }),
                ("silu", [[2, 3]], ["silu gradient"], { $0[0].silu() }),
                ("gelu", [[2, 3]], ["gelu gradient"], { $0[0].gelu() }),
                ("gelu, tanh", [[2, 3]], ["gelu gradient"], { $0[0].gelu(.tanh) }),
                ("exp", [[2, 3]], ["exp gradient"], { $0[0].exp() }),
                ("squared", [[2, 3]], ["squared gradient"], { $0[0].squared() }),
                ("softmax", [[2, 3]], ["softmax gradient"], { $0[0].softmax() }),
                ("add", [[2, 3], [2, 3]], [], { $0[0] + $0[1] }),
                ("multiply", [[2, 3], [2, 3]], ["multiply", "multiply"], { $0[0] * $0[1] }),
                ("affine", [[2, 3]], ["affine"], { $0[0] * 2 }),
                ("reshaped", [[2, 3]], [], { $0[0].reshaped(to: [6]) }),
                ("matmul", [[2, 3], [3, 4]], ["matmul", "matmul"], { $0[0].matmul($0[1]) }),
                (
                    "linear", [[2, 3], [4, 3], [4]], ["tanh gradient", "matmul", "matmul", "sum around axis"],
                    { $0[0].linear(weight: $0[1], bias: $0[2], activation: .tanh) }
                ),
                (
                    "conv1d", [[2, 3, 6], [4, 3, 3], [4]], ["conv1d input gradient", "conv1d weight gradient"],
                    { $0[0].conv1d(weight: $0[1], bias: $0[2]) }
                ),
                (
                    "conv2d", [[2, 3, 4, 4], [4, 3, 3, 3], [4]],
                    ["relu gradient", "conv2d input gradient", "conv2d weight gradient"],
                    { $0[0].conv2d(weight: $0[1], bias: $0[2], activation: .relu) }
                ),
                (
                    "convTranspose2d", [[2, 3, 4, 4], [3, 4, 3, 3], [4]],
                    ["convTranspose2d input gradient", "convTranspose2d weight gradient"],
                    { $0[0].convTranspose2d(weight: $0[1], bias: $0[2]) }
                ),
                (
                    "conv1dGlobalMaxPool", [[2, 3, 6], [4, 3, 3], [4]],
                    ["conv1d sparse input gradient", "conv1d sparse weight gradient"],
                    { $0[0].conv1dGlobalMaxPool(weight: $0[1], bias: $0[2]) }
                ),
                ("maxPool2d", [[2, 3, 4, 4]], ["max pool gradient"], { $0[0].maxPool2d(2) }),
                ("averagePool2d", [[2, 3, 4, 4]], ["average pool gradient"], { $0[0].averagePool2d(2) }),
                ("globalMaxPool", [[2, 3, 4, 4]], ["global maximum gradient"], { $0[0].globalMaxPool() }),
                ("globalAveragePool", [[2, 3, 4, 4]], ["global average gradient"], { $0[0].globalAveragePool() }),
                (
                    "batchNorm", [[2, 3, 4, 4], [3], [3]], ["batch norm gradient"],
                    {
                        var (mean, variance) = (Tensor.zeros(like: $0[1]).detached, Tensor.ones(like: $0[1]).detached)
                        return $0[0].batchNorm(
                            weight: $0[1], bias: $0[2], runningMean: &mean, runningVariance: &variance)
                    }
                ),
                (
                    "embedding", [[5, 3]], ["embedding gradient"],
                    { try $0[0].embedding(IntTensor([1, 4, 1], in: $0[0].context)) }
                ),
            ]

    @Test(arguments: Self.operations.indices)
    func anOperationHasOneEntryAndItsGradientItsKernels(_ index: Int) throws {
        let (name, shapes, expected, operation) = Self.operations[index]
        var random = RandomStream(seed: 3)
        let tape = Tape()
        let inputs = shapes.map { tape.leaf(.uniform($0, -1, 1, using: &random, in: context)) }
        let before = tape.count
        let output = try operation(inputs)
        #expect(tape.count == before + 1, "\(name)")
        let sum = output.sum()
        let observer = BackwardKernels()
        context.observer = observer
        defer { context.observer = nil }
        let gradients = tape.gradients(of: sum, at: inputs)
        #expect(gradients.allSatisfy { $0 != nil }, "\(name)")
        #expect(tape.count == 0, "\(name)")
        // The gradient of the sum comes first: ones, broadcast to the output's shape.
        let kernels = observer.names.filter { !["fill", "broadcast"].contains($0) }
        #expect(kernels.sorted() == expected.sorted(), "\(name)")
    }

    /// Operations in a gradient's closure are constants of the step unless gradients are differentiated.
    @Test func aBackwardPassRecordsNothing() {
        let seen = Mutex<[(count: Int, isTracked: Bool)]>([])
        func watched(_ x: Tensor, _ tape: Tape) -> Tensor {
            Tape.record(x.detached.squared(), from: [x]) { gradient in
                let result = gradient * x * 2
                seen.withLock { $0.append((tape.count, result.isTracked)) }
                return [result]
            }
        }
        let tape = Tape()
        let x = tape.leaf(Tensor([1, 2], in: context))
        let sum = watched(watched(x, tape), tape).sum()
        #expect(tape.count == 4)
        _ = tape.gradients(of: sum, at: [x])
        #expect(seen.withLock { $0.map(\.count) } == [2, 1])
        #expect(seen.withLock { $0.allSatisfy { !$0.isTracked } })
    }

    @Test func anUntrackedOperationIsNotRecorded() throws {
        let tape = Tape()
        let input = tape.input(Tensor([1, 2], in: context))
        let output = (input.squared() + 1).relu().sum()
        #expect(tape.count == 0 && !output.isTracked && output.openTape === tape)
    }

    /// Where only a penalty is asked for within a step, the rest of the step is recorded as without it.
    @Test func aPenaltyLeavesTheRestOfAStepAsItIs() throws {
        let model = try SmallNet().initialized(seed: 1, in: context)
        var random = RandomStream(seed: 4)
        let images = Tensor.uniform([3, 1, 16, 16], using: &random, in: context)
        func entries(_ before: (Tensor) -> Void) throws -> Int {
            var count = 0
            _ = try valueAndGradients(of: model) { pass in
                let input = pass(images)
                _ = model(input)
                before(input)
                let start = pass.count
                let output = model(input).sum()
                count = pass.count - start
                return output
            }
            return count
        }
        let plain = try entries { _ in }
        #expect(try entries { _ = r1Penalty(at: $0) { model($0) } } == plain)
        // Eight layers and functions, and the sum.
        #expect(plain == 9)
    }

    @Test func stepsAllocateNothingAfterTheSecond() throws {
        let model = try SmallNet().initialized(seed: 1, in: context)
        var random = RandomStream(seed: 4)
        let images = Tensor.uniform([3, 1, 16, 16], using: &random, in: context)
        let labels = IntTensor([0, 3, 1], in: context)
        var moments = try model.namedParameters().map { _, parameter in
            (mean: Tensor.zeros(parameter.shape, in: context), square: Tensor.zeros(parameter.shape, in: context))
        }
        func step() throws -> Float {
            let (loss, gradients) = try valueAndGradients(of: model) {
                try model($0(images)).softmaxCrossEntropy(labels: labels)
            }
            for (index, entry) in gradients.entries.enumerated() {
                moments[index].mean.lerp(entry.gradient, weight: 0.1)
                moments[index].square.lerp(entry.gradient.squared(), weight: 0.01)
                let change = moments[index].mean / (moments[index].square.sqrt() + 1e-8)
                entry.parameter.value.add(change, scaledBy: -0.001)
            }
            return loss.item
        }
        var losses = [try step(), try step()]
        let settled = context.statistics
        var requests: Set<Int> = []
        for _ in 0..<5 {
            let before = context.statistics.requests
            losses.append(try step())
            requests.insert(context.statistics.requests - before)
        }
        #expect(context.statistics.systemAllocations == settled.systemAllocations)
        #expect(context.statistics.bytesHeld == settled.bytesHeld)
        #expect(context.statistics.bytesInUse == settled.bytesInUse)
        #expect(requests.count == 1)
        #expect(losses.last! < losses[0])
    }

    @Test func penalizedStepsAllocateNothingAfterTheSecond() throws {
        let model = try SmallNet().initialized(seed: 1, in: context)
        var random = RandomStream(seed: 4)
        let images = Tensor.uniform([3, 1, 16, 16], using: &random, in: context)
        func step() throws {
            let (_, gradients) = try valueAndGradients(of: model) { pass in
                let input = pass(images)
                return model(input).sum() + r1Penalty(at: input) { model($0) }
            }
            for entry in gradients.entries { entry.parameter.value.add(entry.gradient, scaledBy: -1e-4) }
        }
        try step()
        try step()
        let settled = context.statistics
        for _ in 0..<5 { try step() }
        #expect(context.statistics.systemAllocations == settled.systemAllocations)
        #expect(context.statistics.bytesInUse == settled.bytesInUse)
    }
}
