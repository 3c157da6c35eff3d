import SwiftletOptim
import Testing

@testable import TextCNNExperiment

@Suite struct ScheduleTests {
    @Test("A cosine ends with the training, behind a warm-up too", arguments: [0, 7, 39])
    func cosineEnd(warmUpSteps: Int) {
        var configuration = TrainingConfiguration()
        configuration.epochs = 4
        configuration.schedule = .cosine
        configuration.warmUpSteps = warmUpSteps
        let schedule = configuration.schedule(base: 1, stepsPerEpoch: 10)
        #expect(schedule.rate(atStep: warmUpSteps) == 1)
        #expect(schedule.rate(atStep: 39) > 0)
        #expect(schedule.rate(atStep: 40) == 0)
        #expect(schedule.rate(atStep: (warmUpSteps + 40) / 2) >= 0.5)
    }
}
