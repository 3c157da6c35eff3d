import SwiftletOptim
import Testing

@testable import TextCNNExperiment

@Suite struct ScheduleTests {
    @Test("A cosine ends with the training, behind a warm-up too", arguments: [0, 7, 39])
    func cosineEnd(warmUpSteps: Int) {
        var configuration = TrainingConfiguration()
        configuration.epochs = 4
        configuration.schedule = .cosine
        let schedule = configuration.learningRates(base: 1, stepsPerEpoch: 10, warmUpSteps: warmUpSteps)
        #expect(schedule.rate(atStep: warmUpSteps) == 1)
        #expect(schedule.rate(atStep: 39) > 0)
        #expect(schedule.rate(atStep: 40) == 0)
        #expect(schedule.rate(atStep: (warmUpSteps + 40) / 2) >= 0.5)
    }
}
