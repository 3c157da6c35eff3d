import SwiftletNN

/// Parameters that an optimizer gives another learning rate or weight decay than the rest.
///
///     ParameterGroup("*.bias", "*.gamma", weightDecay: 0)
///     ParameterGroup("encoder.*", learningRateFactor: 0.1)
///     ParameterGroup(weightDecay: 0) { name, parameter in parameter.value.shape.rank < 2 }
public struct ParameterGroup {
    /// The learning rate in place of the optimizer's.
    public let learningRate: LearningRateSchedule?
    /// A factor on the learning rate.
    public let learningRateFactor: Float
    /// The weight decay in place of the optimizer's.
    public let weightDecay: Float?
    private let predicate: (_ name: String, _ parameter: Parameter) -> Bool

    /// Creates a group of the parameters whose names match one of `patterns`, where `*` stands for any characters.
    public init(
        _ patterns: String..., learningRate: LearningRateSchedule? = nil, learningRateFactor: Float = 1,
        weightDecay: Float? = nil
    ) {
        self.init(
            patterns: patterns, learningRate: learningRate, learningRateFactor: learningRateFactor,
            weightDecay: weightDecay)
    }

    init(
        patterns: [String], learningRate: LearningRateSchedule? = nil, learningRateFactor: Float = 1,
        weightDecay: Float? = nil
    ) {
        self.init(learningRate: learningRate, learningRateFactor: learningRateFactor, weightDecay: weightDecay) {
            name, _ in patterns.contains { Self.matches(name[...], $0[...]) }
        }
    }

    /// Creates a group of the parameters for which `predicate` is true; it is asked once for each parameter.
    public init(
        learningRate: LearningRateSchedule? = nil, learningRateFactor: Float = 1, weightDecay: Float? = nil,
        where predicate: @escaping (_ name: String, _ parameter: Parameter) -> Bool
    ) {
        self.learningRate = learningRate
        self.learningRateFactor = learningRateFactor
        self.weightDecay = weightDecay
        self.predicate = predicate
    }

    /// Returns whether a parameter belongs to the group.
    public func contains(_ name: String, _ parameter: Parameter) -> Bool { predicate(name, parameter) }

    private static func matches(_ name: Substring, _ pattern: Substring) -> Bool {
        guard let first = pattern.first else { return name.isEmpty }
        let rest = pattern.dropFirst()
        if first == "*" { return matches(name, rest) || (!name.isEmpty && matches(name.dropFirst(), pattern)) }
        return name.first == first && matches(name.dropFirst(), rest)
    }
}
