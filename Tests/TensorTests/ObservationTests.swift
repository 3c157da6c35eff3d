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

    @Test func matrixProducts() {
        let (a, b) = (ones([2, 3]), ones([3, 4]))
        var sum = ones([2, 4])
        let found = work {
            _ = a.matmul(b)
            sum.addMatmul(a, b)
            _ = b.matmul(a, transposingSelf: true, transposingOther: true)
        }
        #expect(found == ["matmul 18 8 24", "matmul 26 8 24", "matmul 18 8 24"])
    }

    @Test func convolutions() {
        let (image, weight) = (ones([2, 3, 5, 6]), ones([4, 3, 2, 3]))
        let (input, transposedWeight) = (ones([2, 3, 4, 5]), ones([3, 4, 2, 2]))
        let (gradient, transposedGradient) = (ones([2, 4, 4, 4]), ones([2, 4, 5, 6]))
        let options = Convolution2dOptions()
        let (direct, transposed) = (Convolution2d.direct, Convolution2d.transposed)
        let found = work {
            _ = image.conv2d(weight: weight)
            _ = direct.inputGradient(outputGradient: gradient, weight: weight, inputShape: image.shape, options)
            _ = direct.weightGradients(
                image, outputGradient: gradient, weightShape: weight.shape, withBias: true, options)
            _ = input.convTranspose2d(weight: transposedWeight)
            _ = transposed.inputGradient(
                outputGradient: transposedGradient, weight: transposedWeight, inputShape: input.shape, options)
            _ = transposed.weightGradients(
                input, outputGradient: transposedGradient, weightShape: transposedWeight.shape, withBias: false, options
            )
        }
        #expect(
            found == [
                "conv2d 252 128 2304", "conv2d input gradient 200 180 2304", "conv2d weight gradient 308 76 2304",
                "convTranspose2d 168 240 1920", "convTranspose2d input gradient 288 120 1920",
                "convTranspose2d weight gradient 360 48 1920",
            ])
    }

    @Test func convolutionsInOneDimension() {
        let (input, weight, gradient) = (ones([2, 3, 8]), ones([4, 3, 3]), ones([2, 4, 6]))
        let sparse = SparseOutputGradient(
            values: ones([2, 4]), positions: integers(Array(repeating: 1, count: 8), [2, 4]))
        let options = Convolution1dOptions()
        let direct = Convolution1d.direct
        let found = work {
            _ = input.conv1d(weight: weight)
            _ = direct.inputGradient(outputGradient: gradient, weight: weight, inputShape: input.shape, options)
            _ = direct.weightGradients(
                input, outputGradient: gradient, weightShape: weight.shape, withBias: true, options)
            _ = Convolution1d.inputGradient(sparse, weight: weight, inputShape: input.shape, options)
            _ = Convolution1d.weightGradients(
                input, sparse, weightShape: weight.shape, withBias: true, options)
        }
        #expect(
            found == [
                "conv1d 84 48 432", "conv1d input gradient 84 48 432", "conv1d weight gradient 96 40 432",
                "conv1d sparse input gradient 52 48 72", "conv1d sparse weight gradient 64 40 72",
            ])
    }

    @Test func elementByElement() {
        let (a, b, vector) = (ones([2, 3]), ones([2, 3]), ones([3]))
        var own = ones([2, 3]) + 1
        let found = work {
            _ = a + b
            _ = a.applying(.maximum, 0.5)
            _ = a.applying(.multiply, vector, alongAxis: 1)
            _ = a * 2
            _ = a.leakyRelu(slope: 0.1)
            _ = UnaryOperation.relu.gradient(at: a, outputGradient: b)
            own.apply(.exponential)
            own.add(a, scaledBy: 2)
            own.blend(a, share: 0.5)
            own.scale(by: 2)
            own.fill(1)
        }
        #expect(
            found == [
                "add 12 6", "maximum 6 6", "multiply 9 6", "affine 6 6", "leakyRelu 6 6", "relu gradient 12 6",
                "exponential 6 6", "add in place 12 6", "blend 12 6", "scale 6 6", "fill 0 6",
            ])
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
            _ = a.sliced(alongAxis: 1, 0..<2)
        }
        #expect(
            found == ["fill 0 6", "uniform 0 5", "normal 0 5", "dropout mask 0 5", "transpose 6 6", "copy 4 4"])
    }

    @Test func reductions() {
        let a = ones([2, 3])
        let found = work {
            _ = a.sum()
            _ = a.maximum(alongAxis: 1)
            _ = a.minimum()
            _ = a.sumOfSquares(alongAxis: 0)
            _ = a.sum(aroundAxis: 1)
            _ = a.argmax(alongAxis: 1)
        }
        #expect(
            found == [
                "sum 6 1", "maximum 6 2", "minimum 6 1", "sum of squares 6 3", "sum around axis 6 3", "argmax 6 2",
            ])
    }

    @Test func classification() throws {
        let (a, table) = (ones([2, 3]), ones([5, 3]))
        let labels = integers([0, 2], [2])
        let found = try work {
            let softmax = a.softmax()
            _ = softmax.softmaxGradient(outputGradient: a)
            _ = try a.softmaxCrossEntropy(labels: labels)
            _ = try a.softmaxCrossEntropy(labels: labels, gradientScale: 1)
            _ = try table.embedding(labels)
            _ = Tensor.embeddingGradient(outputGradient: a, indices: labels, tableShape: [5, 3])
        }
        #expect(
            found == [
                "softmax 6 6", "softmax gradient 12 6", "cross-entropy 8 2", "cross-entropy 8 8", "embedding 8 6",
                "embedding gradient 8 15",
            ])
    }

    @Test func pooling() {
        let (sequence, image) = (ones([1, 2, 8]), ones([1, 2, 4, 4]))
        let (options1d, options2d) = (Pool1dOptions(kernelSize: 2), Pool2dOptions(kernelSize: 2))
        let found = work {
            let (output1d, indices1d) = sequence.maxPool1d(options1d)
            _ = options1d.maximumGradient(outputGradient: output1d, indices: indices1d, inputShape: sequence.shape)
            _ = options1d.averageGradient(
                outputGradient: sequence.averagePool1d(options1d), inputShape: sequence.shape)
            let (output2d, indices2d) = image.maxPool2d(options2d)
            _ = options2d.maximumGradient(outputGradient: output2d, indices: indices2d, inputShape: image.shape)
            _ = options2d.averageGradient(outputGradient: image.averagePool2d(options2d), inputShape: image.shape)
            let (largest, positions) = GlobalPool.maximum(sequence, validLengths: nil)
            _ = GlobalPool.maximumGradient(outputGradient: largest, indices: positions, inputShape: sequence.shape)
            let average = sequence.globalAveragePool()
            _ = GlobalPool.averageGradient(outputGradient: average, validLengths: nil, inputShape: sequence.shape)
        }
        #expect(
            found == [
                "max pool 16 16", "max pool gradient 16 16", "average pool 16 8", "average pool gradient 8 16",
                "max pool 32 16", "max pool gradient 16 32", "average pool 32 8", "average pool gradient 8 32",
                "global maximum 16 4", "global maximum gradient 4 16", "global average 16 2",
                "global average gradient 2 16",
            ])
    }

    @Test func normalisationAndPadding() {
        let (a, channel, image) = (ones([4, 3]), ones([3]), ones([1, 1, 3, 3]))
        var (mean, variance) = (ones([3]), ones([3]) * 2)
        let found = work {
            let (output, statistics) = BatchNorm().forwardTraining(
                a, scale: channel, offset: channel, runningMean: &mean, runningVariance: &variance)
            _ = BatchNorm().gradients(a, scale: channel, statistics: statistics, outputGradient: output)
            _ = BatchNorm().forwardInference(
                a, scale: channel, offset: channel, runningMean: mean, runningVariance: variance)
            _ = Padding2d(1).reflectionGradient(outputGradient: image.reflectionPadded(1), inputShape: image.shape)
        }
        #expect(
            found == [
                "batch norm 12 12", "batch norm gradient 24 12", "batch norm 12 12", "reflection pad 9 25",
                "reflection pad gradient 25 9",
            ])
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
