import SwiftletNN
import SwiftletOptim
import SwiftletTensor
import Testing

struct ExponentialMovingAverageTests {
    private let context: ComputeContext
    private let model: Linear
    private let average: ExponentialMovingAverage

    init() throws {
        context = try ComputeContext()
        model = try Linear(3, 2).initialized(seed: 1, in: context)
        average = try ExponentialMovingAverage(decay: 0.9, of: model)
    }

    private func setWeight(_ value: Float) { model.weight.value = .full(model.weight.value.shape, value, in: context) }

    @Test("The average follows its definition, with a decay that begins at (1 + n) / (10 + n)")
    func followsItsDefinition() throws {
        var expected = model.weight.value.elements
        for step in 1...200 {
            let value = Float(step % 7)
            setWeight(value)
            average.update()
            let decay = min(0.9, Float(1 + step) / Float(10 + step))
            expected = expected.map { decay * $0 + (1 - decay) * value }
            // After each step: what the first ones did is soon forgotten.
            let trained = model.weight.value.elements
            average.withAverages {
                let largest = zip(model.weight.value.elements, expected).map { abs($0 - $1) }.max() ?? .infinity
                #expect(largest < 1e-5, "step \(step)")
            }
            #expect(model.weight.value.elements == trained)
        }
    }

    @Test("Once the average has buffers of its own, an update takes none")
    func updatesInPlace() {
        setWeight(1)
        average.update()
        for step in 2...4 {
            let requests = context.statistics.requests
            average.update()
            #expect(context.statistics.requests == requests, "step \(step)")
        }
    }

    @Test("From its state an average goes on to the same bits; one of other parameters is refused and changes nothing")
    func goesOnFromItsState() throws {
        setWeight(1)
        average.update()
        let resumed = try ExponentialMovingAverage(decay: 0.9, of: model)
        try resumed.load(average.state)
        for value in [2, -3] as [Float] {
            setWeight(value)
            average.update()
            resumed.update()
        }
        #expect(resumed.stepCount == 3)
        #expect(resumed.state.tensors.map(\.name) == ["weight", "bias"])
        #expect(resumed.state.tensors.map(\.value.elements) == average.state.tensors.map(\.value.elements))

        for outputs in [1, 3] {
            let other = try Linear(3, outputs).initialized(seed: 1, in: context)
            let unfit = try ExponentialMovingAverage(decay: 0.9, of: other).state
            #expect(throws: OptimizerError.self) { try resumed.load(unfit) }
        }
        var renamed = average.state
        renamed.tensors[0].name = "other"
        #expect(throws: OptimizerError.self) { try resumed.load(renamed) }
        #expect(resumed.state.tensors.map(\.value.elements) == average.state.tensors.map(\.value.elements))
    }
}
