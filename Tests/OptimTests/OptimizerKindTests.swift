import SwiftletNN
import SwiftletOptim
import Testing

@Suite("Optimizers by name")
struct OptimizerKindTests {
    @Test func types() throws {
        #expect(try OptimizerKind.sgd.makeOptimizer() is SGD)
        #expect(try OptimizerKind.adam.makeOptimizer() is Adam)
        #expect(try !(OptimizerKind.adam.makeOptimizer() is AdamW))
        #expect(try OptimizerKind.adamw.makeOptimizer() is AdamW)
        #expect(try OptimizerKind.rmsprop.makeOptimizer() is RMSprop)
        #expect(try OptimizerKind.adadelta.makeOptimizer() is Adadelta)
    }

    @Test func options() throws {
        let sgd = try #require(
            try OptimizerKind.sgd.makeOptimizer(learningRate: 0.5, momentum: 0.9, nesterov: true, weightDecay: 0.1)
                as? SGD)
        #expect(sgd.learningRate == 0.5 && sgd.momentum == 0.9)
        #expect(sgd.nesterov && sgd.weightDecay == 0.1)
        #expect(try OptimizerKind.adam.makeOptimizer().learningRate == 1e-3)
        #expect(try OptimizerKind.adamw.makeOptimizer().weightDecay == 0.01)
        #expect(try OptimizerKind.adadelta.makeOptimizer().learningRate == 1)
        #expect(try (OptimizerKind.rmsprop.makeOptimizer(momentum: 0.5) as? RMSprop)?.momentum == 0.5)
    }

    @Test("Numbers out of range are refused with the name of the option", arguments: OptimizerKind.allCases)
    func outOfRange(_ kind: OptimizerKind) {
        for rate in [0, -1, Float.nan, .infinity] {
            let error = #expect(throws: OptimizerError.self) { try kind.makeOptimizer(learningRate: rate) }
            #expect(error?.description.contains("learning rate") == true)
        }
        for decay in [-0.1, Float.nan, .infinity] {
            #expect(throws: OptimizerError.self) { try kind.makeOptimizer(weightDecay: decay) }
        }
        #expect(throws: OptimizerError.self) { try kind.makeOptimizer(momentum: 1) }
        #expect(throws: OptimizerError.self) { try kind.makeOptimizer(nesterov: true) }
    }

    @Test("Momentum where there is none is refused", arguments: [OptimizerKind.adam, .adamw, .adadelta])
    func noMomentum(_ kind: OptimizerKind) {
        let error = #expect(throws: OptimizerError.self) { try kind.makeOptimizer(momentum: 0.9) }
        #expect(error?.description == "\(kind.rawValue) has no momentum; sgd and rmsprop have")
    }
}
