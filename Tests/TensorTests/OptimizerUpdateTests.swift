import SwiftletTensor
import Testing

@Suite struct OptimizerUpdateTests {
    let context: ComputeContext

    init() throws { context = try ComputeContext(threads: 2) }

    private func close(_ tensor: Tensor, _ expected: [Float]) -> Bool {
        zip(tensor.elements, expected).allSatisfy { abs($0 - $1) < 1e-6 }
    }

    @Test func sgd() {
        var parameter = Tensor([1, 2], in: context)
        let (before, gradient) = (parameter, Tensor([10, -10], in: context))
        var settings = SGDUpdate(learningRate: 0.1)
        var buffer: Tensor?
        parameter.update(settings, gradient: gradient, momentumBuffer: &buffer)
        #expect(close(parameter, [0, 3]) && buffer == nil)
        #expect(before.elements == [1, 2])
        settings.momentum = 0.5
        settings.dampening = 0.25
        parameter.update(settings, gradient: gradient, momentumBuffer: &buffer)
        #expect(close(parameter, [-1, 4]))
        #expect(buffer?.elements == [10, -10])
        parameter.update(settings, gradient: gradient, momentumBuffer: &buffer)
        #expect(buffer?.elements == [12.5, -12.5])
        #expect(close(parameter, [-2.25, 5.25]))
    }

    /// The first step of Adam is the learning rate in the gradient's direction, whatever its size.
    @Test func adam() {
        var parameter = Tensor([1, 2, 3], in: context)
        let gradient = Tensor([1000, -0.01, 1], in: context)
        var (first, second) = (Tensor.zeros([3], in: context), Tensor.zeros([3], in: context))
        var settings = AdamUpdate(learningRate: 0.5)
        settings.epsilon = 0
        parameter.update(settings, step: 1, gradient: gradient, firstMoment: &first, secondMoment: &second)
        #expect(close(parameter, [0.5, 2.5, 2.5]))
        #expect(abs(first.elements[2] - 0.1) < 1e-7 && abs(second.elements[2] - 0.001) < 1e-7)
        settings.decouplesWeightDecay = true
        settings.weightDecay = 0.1
        let zero = Tensor.zeros([3], in: context)
        var (none, nothing) = (zero, zero)
        settings.epsilon = 1e-8
        parameter.update(settings, step: 1, gradient: zero, firstMoment: &none, secondMoment: &nothing)
        #expect(close(parameter, [0.475, 2.375, 2.375]))
    }

    @Test func rmspropMakesTheStateThatItNeeds() {
        var parameter = Tensor([1], in: context)
        let gradient = Tensor([2], in: context)
        var square = Tensor.zeros([1], in: context)
        var (mean, buffer): (Tensor?, Tensor?)
        var settings = RMSpropUpdate(learningRate: 0.1)
        settings.smoothing = 0.75
        settings.epsilon = 0
        parameter.update(
            settings, gradient: gradient, meanSquare: &square, meanGradient: &mean, momentumBuffer: &buffer)
        #expect(square.elements == [1] && mean == nil && buffer == nil)
        #expect(close(parameter, [0.8]))
        settings.isCentered = true
        settings.momentum = 0.5
        parameter.update(
            settings, gradient: gradient, meanSquare: &square, meanGradient: &mean, momentumBuffer: &buffer)
        // The mean of squares is 1.75, that of gradients 0.5: the variance is 1.5.
        #expect(square.elements == [1.75] && mean?.elements == [0.5])
        #expect(abs(parameter.item - (0.8 - 0.1 * 2 / Float(1.5).squareRoot())) < 1e-6)
    }

    @Test func adadelta() {
        var parameter = Tensor([1], in: context)
        var (square, update) = (Tensor.zeros([1], in: context), Tensor.zeros([1], in: context))
        var settings = AdadeltaUpdate()
        settings.rho = 0.75
        settings.epsilon = 1
        parameter.update(settings, gradient: Tensor([2], in: context), meanSquare: &square, meanSquareUpdate: &update)
        // The step is sqrt(0 + 1) / sqrt(1 + 1) * 2, and 2 squared enters the mean of updates with 0.25.
        let step = Float(2).squareRoot()
        #expect(square.elements == [1])
        #expect(close(parameter, [1 - step]) && close(update, [0.5]))
    }

    @Test func rowNorms() {
        var matrix = Tensor([3, 4, 0.3, 0.4, 0, 0], shape: [3, 2], in: context)
        let before = matrix
        matrix.limitRowNorms(to: 1)
        #expect(close(matrix, [0.6, 0.8, 0.3, 0.4, 0, 0]))
        #expect(before.elements == [3, 4, 0.3, 0.4, 0, 0])
        var filters = Tensor([3, 0, 0, 4], shape: [1, 2, 2], in: context)
        filters.limitRowNorms(to: 2.5)
        #expect(close(filters, [1.5, 0, 0, 2]))
    }
}
