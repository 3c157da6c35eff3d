import SwiftletNN

/// What a training step needs at least: the multiply-adds of its layers, and what its update moves.
struct StepCost {
    /// Multiply-adds of matrix products and convolutions; each counts as two operations.
    private(set) var multiplyAdds = 0.0
    /// Parameters that are updated.
    private(set) var parameterCount = 0

    /// How often a layer's product is computed in one step, on a batch each.
    struct Passes {
        var forward = 1.0
        var inputGradients = 1.0
        var weightGradients = 1.0

        /// A layer in the middle of a network.
        static let all = Passes()
        /// The first layer, whose input needs no gradient.
        static let first = Passes(inputGradients: 0)
    }

    /// A product of so many multiply-adds, in each of its passes.
    mutating func add(_ product: Int, _ passes: Passes = .all) {
        multiplyAdds += Double(product) * (passes.forward + passes.inputGradients + passes.weightGradients)
    }

    /// The parameters of a model.
    mutating func addParameters(of model: some Module) throws {
        parameterCount += try model.namedParameters().reduce(0) { $0 + $1.parameter.value.count }
    }

    /// Bytes that Adam cannot do without: parameter and both moments are read and written. The gradient could stay in a cache,
    /// as could all activations.
    var updateBytes: Double { Double(parameterCount) * 6 * 4 }

    /// Least seconds for a step: the multiply-adds at the peak, and the update's traffic at the bandwidth of the level that
    /// holds what it updates. Nil if these limits were not measured.
    func leastSeconds(_ limits: MachineLimits, instructionSet: String, threads: Int) -> Double? {
        guard let peak = limits.peak(instructionSet: instructionSet, threads: threads),
            let bandwidth = limits.bandwidth(workingSet: updateBytes / 2, threads: threads)
        else { return nil }
        return multiplyAdds * 2 / peak * 1e-9 + updateBytes / bandwidth.best * 1e-9
    }
}
