import SwiftletOptim
import SwiftletTensor
import TestSupport
import Testing

@Suite("Learning-rate schedules")
struct ScheduleTests {
    private func schedule(_ golden: GoldenCase) throws -> LearningRateSchedule {
        func option(_ name: String) throws -> Float { Float(try golden.option(name)) }
        let (rate, warmup) = (try option("lr"), Int(golden.options["warm_up"] ?? 0))
        switch golden.name {
        case "constant": return .constant(rate, warmup: warmup)
        case "step":
            return .step(
                from: rate, every: try golden.size("interval"), factor: try option("factor"), warmup: warmup)
        case "exponential": return .exponential(from: rate, factor: try option("factor"), warmup: warmup)
        case "cosine":
            return .cosine(from: rate, to: try option("final"), steps: try golden.size("steps"), warmup: warmup)
        case "linear":
            return .linear(from: rate, to: try option("final"), steps: try golden.size("steps"), warmup: warmup)
        case "polynomial":
            return .polynomial(
                from: rate, to: try option("final"), power: try option("power"), steps: try golden.size("steps"))
        default:
            let steps = try golden.size("steps")
            guard golden.options["rising"] != nil else { return .oneCycle(maximum: rate, steps: steps) }
            return .oneCycle(
                maximum: rate, steps: steps, risingFraction: try golden.option("rising"),
                initialDivisor: try golden.option("initial"), finalDivisor: try golden.option("last"))
        }
    }

    @Test("Rates are those of PyTorch's schedulers", arguments: try GoldenFile.cases("schedule", in: .module))
    func rates(_ golden: GoldenCase) throws {
        let schedule = try schedule(golden)
        let rates = try golden.golden("rates")
        for (step, rate) in rates.data.enumerated() {
            let found = schedule.rate(atStep: step)
            #expect(abs(found - Float(rate)) <= 1e-6 * Float(rate) + 1e-8, "step \(step): \(found), not \(rate)")
        }
    }

    @Test("Literals and numbers are constant rates; any function is a schedule")
    func constant() {
        for schedule: LearningRateSchedule in [0.25, .constant(0.25)] {
            #expect([0, 1, 1000].allSatisfy { schedule.rate(atStep: $0) == 0.25 })
        }
        let one: LearningRateSchedule = 1
        #expect(one.rate(atStep: 5) == 1)
        #expect(LearningRateSchedule { 1 / Float(1 + $0) }.rate(atStep: 3) == 0.25)
    }

    @Test("A cosine stays at its last rate, also after a warm-up, which its steps include")
    func cosineEnd() {
        let schedule = LearningRateSchedule.cosine(from: 1, to: 0.25, steps: 14, warmup: 4)
        #expect(schedule.rate(atStep: 3) == 0.8)
        #expect(schedule.rate(atStep: 4) == 1)
        #expect(abs(schedule.rate(atStep: 9) - 0.625) < 1e-6)
        #expect(schedule.rate(atStep: 14) == 0.25)
        #expect(schedule.rate(atStep: 1000) == 0.25)
    }

    @Test("One cycle starts at a 25th of its maximum, reaches it, and stays at its last rate")
    func oneCycle() {
        let schedule = LearningRateSchedule.oneCycle(maximum: 1, steps: 100)
        #expect(schedule.rate(atStep: 0) == 0.04 && schedule.rate(atStep: 29) == 1)
        let last = schedule.rate(atStep: 99)
        #expect(abs(last - 4e-6) < 1e-9 && schedule.rate(atStep: 5000) == last)
        #expect((0..<29).allSatisfy { schedule.rate(atStep: $0) < schedule.rate(atStep: $0 + 1) })
    }

    @Test("An optimizer takes the rate of its step, whether it got there itself or by loading, until a rate is set")
    func optimizerRates() throws {
        let context = try ComputeContext(threads: 1)
        func taken(_ optimizer: Optimizer) throws -> Float {
            let pair = Pair(.zeros([1], in: context), .zeros([1], in: context))
            optimizer.step(try pair.gradients(.ones([1], in: context), .ones([1], in: context)))
            return -pair.first.value.item
        }
        let schedule = LearningRateSchedule.step(from: 0.5, every: 1, factor: 0.5)
        let optimizer = SGD(learningRate: schedule)
        #expect(optimizer.learningRate == 0.5)
        #expect(try (0..<3).map { _ in try taken(optimizer) } == [0.5, 0.25, 0.125])
        #expect(optimizer.learningRate == 0.0625)
        let resumed = SGD(learningRate: schedule)
        try resumed.load(optimizer.state, for: Pair(.zeros([1], in: context), .zeros([1], in: context)))
        #expect(try taken(resumed) == 0.0625)
        optimizer.learningRate = 2
        #expect(try taken(optimizer) == 2 && taken(optimizer) == 2)
    }
}
