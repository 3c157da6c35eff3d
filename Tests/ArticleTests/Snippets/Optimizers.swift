import Swiftlet
import Testing

/// Code of the article GetStarted about optimizers.
struct OptimizerSnippets {
    @Test("The schedule warms up to its rate, and groups are found by name")
    func schedule() {
        let optimizer = AdamW(
            learningRate: .cosine(from: 2e-3, to: 0, steps: 500, warmup: 20), weightDecay: 0.05,
            groups: [ParameterGroup("*.bias", weightDecay: 0), ParameterGroup("encoder.*", learningRateFactor: 0.1)])
        #expect(optimizer.learningRate < 1e-4)
        #expect(optimizer.schedule.rate(atStep: 20) == 2e-3 && optimizer.schedule.rate(atStep: 500) == 0)
        #expect(optimizer.groups[0].weightDecay == 0 && optimizer.groups[1].learningRateFactor == 0.1)
    }
}
