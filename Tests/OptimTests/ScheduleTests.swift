import SwiftletOptim
import SwiftletTensor
import TestSupport
import Testing

@Suite("Learning-rate schedules")
struct ScheduleTests {
    private func schedule(_ golden: GoldenCase) throws -> LearningRateSchedule {
        let decay: LearningRateSchedule.Decay =
            if golden.options["interval"] != nil {
                .step(interval: try golden.size("interval"), factor: Float(try golden.option("factor")))
            } else if golden.options["final"] != nil {
                .cosine(steps: try golden.size("steps"), final: Float(try golden.option("final")))
            } else {
                .constant
            }
        return LearningRateSchedule(
            base: Float(try golden.option("lr")), decay: decay, warmUpSteps: Int(golden.options["warm_up"] ?? 0))
    }

    @Test("Rates are those of PyTorch's schedulers", arguments: try GoldenFile.cases("schedule", in: .module))
    func rates(_ golden: GoldenCase) throws {
        let schedule = try schedule(golden)
        let rates = try golden.golden("rates")
        let context = try ComputeContext(threads: 1)
        let actual = Tensor(rates.data.indices.map { schedule.rate(atStep: $0) }, in: context)
        expectClose(actual, rates, tolerance: 1e-6, golden.name)
    }

    @Test func constant() {
        let schedule = LearningRateSchedule(base: 0.3)
        #expect([0, 1, 1000].allSatisfy { schedule.rate(atStep: $0) == 0.3 })
    }

    @Test("A cosine stays at its final rate, also behind a warm-up")
    func cosineEnd() {
        let schedule = LearningRateSchedule(base: 1, decay: .cosine(steps: 10, final: 0.25), warmUpSteps: 4)
        #expect(schedule.rate(atStep: 3) == 0.8)
        #expect(schedule.rate(atStep: 4) == 1)
        #expect(abs(schedule.rate(atStep: 9) - 0.625) < 1e-6)
        #expect(schedule.rate(atStep: 14) == 0.25)
        #expect(schedule.rate(atStep: 1000) == 0.25)
    }
}
