import SwiftletTensor
import Testing

/// Writes down what kernels are said to do: name, floats read, floats written and, if there are any, multiply-adds.
private final class Notes: KernelObserver {
    private(set) var lines: [String] = []
    private(set) var phases: [ComputePhase] = []

    func observe(_ work: KernelWork, in phase: ComputePhase, start: UInt64, end: UInt64) {
        let products = work.multiplyAdds > 0 ? " \(work.multiplyAdds)" : ""
        lines.append("\(work.name) \(work.bytesRead / 4) \(work.bytesWritten / 4)\(products)")
        phases.append(phase)
        #expect(start <= end)
    }
}

/// Profiles and rooflines stand on what each operation says of its work; here it is counted by hand.
@Suite struct ObservationTests {
    let context: ComputeContext

    init() throws { context = try ComputeContext(threads: 1) }

    private func ones(_ shape: Shape) -> Tensor { .ones(shape, in: context) }

    private func integers(_ values: [Int32], _ shape: Shape) -> IntTensor {
        IntTensor(values, shape: shape, in: context)
    }

    private func work(of body: () throws -> Void) rethrows -> [String] {
        let notes = Notes()
        context.observer = notes
        defer { context.observer = nil }
        try body()
        return notes.lines
    }

    /// The work of `body` and of its gradients at `tensors`, from a gradient of ones.
    private func work(
        at tensors: Tensor..., of body: ([Tensor]) throws -> Tensor
    ) throws -> (forward: [String], backward: [String]) {
        let tape = Tape()
        let leaves = tensors.map(tape.leaf)
        var output = leaves[0]
        let forward = try work { output = try body(leaves) }
        let sum = output.sum()
        var gradients: [Tensor?] = []
        let backward = work { gradients = tape.gradients(of: sum, at: leaves) }
        #expect(gradients.allSatisfy { $0 != nil })
        // The first two make a 1 for the sum and copy it to each of its elements.
        #expect(backward.prefix(2) == ["fill 0 1", "broadcast \(output.count) \(output.count)"])
        return (forward, Array(backward.dropFirst(2)))
    }

    @Test func matrixProducts() throws {
        let (a, b) = (ones([2, 3]), ones([3, 4]))
        let found = work {
            _ = a.matmul(b)
            _ = b.matmul(a, transposingSelf: true, transposingOther: true)
            _ = ones([2, 1, 2, 3]).matmul(ones([5, 3, 4]))
        }
        #expect(found.filter { $0.hasPrefix("matmul") } == ["matmul 18 8 24", "matmul 18 8 24", "matmul 180 80 240"])
        #expect(try work(at: a, b) { $0[0].matmul($0[1]) }.backward == ["matmul 20 6 24", "matmul 14 12 24"])
    }

    @Test func convolutions() throws {
        let (image, weight, bias) = (ones([2, 3, 5, 6]), ones([4, 3, 2, 3]), ones([4]))
        let (input, transposedWeight) = (ones([2, 3, 4, 5]), ones([3, 4, 2, 2]))
        let direct = try work(at: image, weight, bias) { $0[0].conv2d(weight: $0[1], bias: $0[2]) }
        #expect(direct.forward == ["conv2d 252 128 2304"])
        #expect(direct.backward == ["conv2d input gradient 200 180 2304", "conv2d weight gradient 308 76 2304"])
        let transposed = try work(at: input, transposedWeight) { $0[0].convTranspose2d(weight: $0[1]) }
        #expect(transposed.forward == ["convTranspose2d 168 240 1920"])
        #expect(
            transposed.backward == [
                "convTranspose2d input gradient 288 120 1920", "convTranspose2d weight gradient 360 48 1920",
            ])
    }

    @Test func convolutionsInOneDimension() throws {
        let (input, weight, bias) = (ones([2, 3, 8]), ones([4, 3, 3]), ones([4]))
        let dense = try work(at: input, weight, bias) { $0[0].conv1d(weight: $0[1], bias: $0[2]) }
        #expect(dense.forward == ["conv1d 84 48 432"])
        #expect(dense.backward == ["conv1d input gradient 84 48 432", "conv1d weight gradient 96 40 432"])
        let sparse = try work(at: input, weight, bias) { $0[0].conv1dGlobalMaxPool(weight: $0[1], bias: $0[2]) }
        #expect(sparse.forward == ["conv1d 84 48 432", "global maximum 48 16"])
        #expect(
            sparse.backward == ["conv1d sparse input gradient 52 48 72", "conv1d sparse weight gradient 64 40 72"])
    }

    @Test func elementByElement() throws {
        let (a, b, vector, column) = (ones([2, 3]), ones([2, 3]), ones([3]), ones([2, 1]))
        var own = ones([2, 3]) + 1
        let found = work {
            _ = a + b
            _ = a.maximum(0.5)
            _ = a * vector
            _ = column * vector
            _ = a .< vector
            _ = a * 2
            _ = a.leakyRelu(slope: 0.1)
            _ = a.exp()
            own.add(a, scaledBy: 2)
            own.lerp(a, weight: 0.5)
            own.scale(by: 2)
            own.fill(1)
        }
        #expect(
            found == [
                "add 12 6", "maximum 6 6", "multiply 9 6", "multiply 5 6", "compare 9 6", "affine 6 6", "leakyRelu 6 6",
                "exp 6 6", "add in place 12 6", "lerp 12 6", "scale 6 6", "fill 0 6",
            ])
        #expect(try work(at: a) { $0[0].relu() }.backward == ["relu gradient 12 6"])
    }

    @Test func newTensorsAndLayout() {
        var random = RandomStream(seed: 1)
        let a = ones([2, 3])
        let found = work {
            _ = ones([2, 3])
            _ = Tensor.uniform([5], using: &random, in: context)
            _ = Tensor.normal([5], using: &random, in: context)
            _ = Tensor.dropoutMask([5], rate: 0.5, using: &random, in: context)
            _ = a.transposed()
            _ = a.sliced(axis: 1, 0..<2)
            _ = a.reshaped(to: [3, 2])
        }
        #expect(
            found == ["fill 0 6", "uniform 0 5", "normal 0 5", "dropout mask 0 5", "transpose 6 6", "slice 4 4"])
    }

    @Test func reductions() {
        let a = ones([2, 3])
        let found = work {
            _ = a.sum()
            _ = a.max(axis: 1)
            _ = a.min()
            _ = a.sumOfSquares(axis: 0)
            _ = a.reshaped(to: [2, 3, 1]).sum(axes: [0, 2])
            _ = a.argmax(axis: 1)
        }
        #expect(
            found == [
                "sum 6 1", "max 6 2", "min 6 1", "sum of squares 6 3", "sum around axis 6 3", "argmax 6 2",
            ])
    }

    @Test func classification() throws {
        let (a, table) = (ones([2, 3]), ones([5, 3]))
        let labels = integers([0, 2], [2])
        let softmax = try work(at: a) { $0[0].softmax() }
        #expect(softmax.forward == ["softmax 6 6"] && softmax.backward == ["softmax gradient 12 6"])
        let losses = try work { _ = try a.softmaxCrossEntropy(labels: labels) }
        #expect(losses == ["cross-entropy 8 2", "sum 2 1", "divide 1 1"])
        // The gradient comes with the loss, and is scaled in the backward pass.
        let tape = Tape()
        let both = try work {
            _ = tape.gradients(of: try tape.leaf(a).softmaxCrossEntropy(labels: labels), at: [])
        }
        #expect(both == ["cross-entropy 8 8", "sum 2 1", "divide 1 1", "fill 0 1", "affine 6 6"])
        let embedding = try work(at: table) { try $0[0].embedding(labels) }
        #expect(embedding.forward == ["embedding 8 6"] && embedding.backward == ["embedding gradient 8 15"])
    }

    @Test func pooling() throws {
        let (sequence, image) = (ones([1, 2, 8]), ones([1, 2, 4, 4]))
        let found = [
            try work(at: sequence) { $0[0].maxPool1d(2) }, try work(at: sequence) { $0[0].averagePool1d(2) },
            try work(at: image) { $0[0].maxPool2d(2) }, try work(at: image) { $0[0].averagePool2d(2) },
            try work(at: sequence) { $0[0].globalMaxPool() }, try work(at: sequence) { $0[0].globalAveragePool() },
        ]
        #expect(
            found.flatMap { $0.forward + $0.backward } == [
                "max pool 16 16", "max pool gradient 16 16", "average pool 16 8", "average pool gradient 8 16",
                "max pool 32 16", "max pool gradient 16 32", "average pool 32 8", "average pool gradient 8 32",
                "global maximum 16 4", "global maximum gradient 4 16", "global average 16 2",
                "global average gradient 2 16",
            ])
    }

    @Test func normalizationAndPadding() throws {
        let (a, channel, image) = (ones([4, 3]), ones([3]), ones([1, 1, 3, 3]))
        var (mean, variance) = (ones([3]), ones([3]) * 2)
        let training = try work(at: a, channel, channel) {
            $0[0].batchNorm(weight: $0[1], bias: $0[2], runningMean: &mean, runningVariance: &variance)
        }
        #expect(training.forward == ["batch norm 12 12"] && training.backward == ["batch norm gradient 24 12"])
        let inference = work { _ = a.batchNorm(weight: channel, bias: channel, mean: mean, variance: variance) }
        #expect(inference == ["batch norm 12 12"])
        let padding = try work(at: image) { $0[0].reflectionPadded(1) }
        #expect(padding.forward == ["reflection pad 9 25"] && padding.backward == ["reflection pad gradient 25 9"])
    }

    @Test func rowNorms() {
        var matrix = ones([2, 3])
        #expect(work { matrix.limitRowNorms(to: 1) } == ["row norm limit 6 6"])
    }

    @Test("Phases nest, and end where their work ends, an error included")
    func phases() {
        struct Failure: Error {}
        let notes = Notes()
        context.observer = notes
        _ = ones([1])
        context.during(.backward) {
            context.during(.update) { _ = ones([1]) }
            _ = ones([1])
        }
        #expect(throws: Failure.self) { try context.during(.update) { throw Failure() } }
        _ = ones([1])
        #expect(notes.phases == [.forward, .update, .backward, .forward])
    }

    @Test("A team has as many threads as were asked for, or fewer where there is no OpenMP; one thread starts none")
    func team() throws {
        #expect(context.measureTeam() == 1 && context.measureTeamStart() == 0 && context.teamStarts == 0)
        let two = try ComputeContext(threads: 2)
        let threads = two.measureTeam()
        #expect((1...2).contains(threads))
        #expect(two.measureTeamStart() >= 0)
        #expect(two.teamStarts > 0 || threads == 1)
    }
}
