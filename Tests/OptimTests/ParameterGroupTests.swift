import SwiftletNN
import SwiftletOptim
import SwiftletTensor
import TestSupport
import Testing

@Suite("Parameter groups")
struct ParameterGroupTests {
    @Test(
        "Groups take the steps of PyTorch's, matched by name or by a predicate, with a rate or a factor, also when loaded",
        arguments: try GoldenFile.cases("group", in: .module), [false, true])
    func tenSteps(_ golden: GoldenCase, byName: Bool) throws {
        func option(_ name: String) throws -> Float { Float(try golden.option(name)) }
        let gamma = Float(golden.options["gamma"] ?? 1)
        func rate(_ name: String) throws -> LearningRateSchedule { .exponential(from: try option(name), factor: gamma) }
        let decay = try option("second_weight_decay")
        let group =
            byName
            ? ParameterGroup("se*d", learningRate: try rate("second_lr"), weightDecay: decay)
            : ParameterGroup(learningRateFactor: try option("second_lr") / option("lr"), weightDecay: decay) {
                $0 != "first" && $1.value.shape.rank == 1
            }
        var optimizer = try makeOptimizer(golden, schedule: rate("lr"), groups: [group])
        let pair = try Pair(golden, in: ComputeContext(threads: 1))
        for step in 0..<10 {
            if step == 5 {
                let state = optimizer.state
                optimizer = try makeOptimizer(golden, schedule: rate("lr"), groups: [group])
                try optimizer.load(state, for: pair)
            }
            optimizer.step(try pair.gradients(golden, step: step))
            expectClose(pair.first.value, try golden.golden("first_\(step)"), "first after step \(step)")
            expectClose(pair.second.value, try golden.golden("second_\(step)"), "second after step \(step)")
        }
    }

    @Test("Patterns match whole names, and * any characters")
    func patterns() throws {
        let parameter = Parameter(.ones([2], in: try ComputeContext(threads: 1)))
        let group = ParameterGroup("*.bias", "encoder.*.weight", "head")
        for name in ["a.bias", "a.b.bias", "encoder.0.weight", "encoder.0.1.weight", "head", ".bias"] {
            #expect(group.contains(name, parameter), "\(name)")
        }
        for name in ["bias", "a.bias.x", "encoder.weight", "decoder.0.weight", "head.weight", "ahead", ""] {
            #expect(!group.contains(name, parameter), "\(name)")
        }
        #expect(ParameterGroup("*").contains("", parameter) && !ParameterGroup().contains("head", parameter))
    }

    @Test("The first group that matches is a parameter's own")
    func firstMatch() throws {
        let context = try ComputeContext(threads: 1)
        let pair = Pair(.ones([1], in: context), .ones([1], in: context))
        let optimizer = SGD(
            learningRate: 1,
            groups: [ParameterGroup("first", learningRateFactor: 0), ParameterGroup("*", learningRate: 4)])
        optimizer.step(try pair.gradients(.ones([1], in: context), .ones([1], in: context)))
        #expect(pair.elements == [[1], [-3]])
    }
}
