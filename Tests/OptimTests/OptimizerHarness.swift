import SwiftletNN
import SwiftletOptim
import SwiftletTensor
import TestSupport
import Testing

/// Two parameters without a layer around them.
final class Pair: Module {
    let first: Parameter
    let second: Parameter

    init(_ first: Tensor, _ second: Tensor) {
        self.first = Parameter(first)
        self.second = Parameter(second)
    }

    /// Gradients of exactly the given values: those of the sum of the products.
    func gradients(_ firstGradient: Tensor, _ secondGradient: Tensor) throws -> Gradients {
        try valueAndGradients(of: self) { pass in
            let (firstGradient, secondGradient) = (pass(firstGradient), pass(secondGradient))
            return (first(for: firstGradient) * firstGradient).sum()
                + (second(for: secondGradient) * secondGradient).sum()
        }.gradients
    }
}

extension Pair {
    /// The pair that an optimizer's golden starts from.
    convenience init(_ golden: GoldenCase, in context: ComputeContext) throws {
        self.init(try golden.tensor("first", in: context), try golden.tensor("second", in: context))
    }

    /// The gradients of a step of an optimizer's golden.
    func gradients(_ golden: GoldenCase, step: Int) throws -> Gradients {
        try gradients(
            golden.tensor("first_gradient_\(step)", in: first.value.context),
            golden.tensor("second_gradient_\(step)", in: first.value.context))
    }

    /// Both values.
    var elements: [[Float]] { [first.value.elements, second.value.elements] }
}

/// The optimizer that a golden describes: its kind from the first word of the name, its options by PyTorch's names.
func makeOptimizer(
    _ golden: GoldenCase, schedule: LearningRateSchedule? = nil, groups: [ParameterGroup] = []
) throws -> Optimizer {
    func option(_ name: String, _ standard: Float) -> Float { golden.options[name].map { Float($0) } ?? standard }
    let kind = try #require(golden.name.split(separator: " ").first.flatMap { OptimizerKind(rawValue: String($0)) })
    let rate = schedule ?? .constant(option("lr", kind.defaultLearningRate))
    let decay = option("weight_decay", kind.defaultWeightDecay)
    let (beta1, beta2, epsilon) = (option("beta1", 0.9), option("beta2", 0.999), option("eps", 1e-8))
    let amsGrad = golden.options["amsgrad"] == 1
    switch kind {
    case .sgd:
        return SGD(
            learningRate: rate, momentum: option("momentum", 0), dampening: option("dampening", 0),
            nesterov: golden.options["nesterov"] == 1, weightDecay: decay, groups: groups)
    case .adam:
        return Adam(
            learningRate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: decay, amsGrad: amsGrad,
            groups: groups)
    case .adamw:
        return AdamW(
            learningRate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: decay, amsGrad: amsGrad,
            groups: groups)
    case .nadam:
        return NAdam(
            learningRate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: decay,
            momentumDecay: option("momentum_decay", 4e-3), groups: groups)
    case .radam:
        return RAdam(
            learningRate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: decay, groups: groups)
    case .lamb:
        return LAMB(
            learningRate: rate, beta1: beta1, beta2: beta2, epsilon: option("eps", 1e-6), weightDecay: decay,
            groups: groups)
    case .lion:
        return Lion(
            learningRate: rate, beta1: beta1, beta2: option("beta2", 0.99), weightDecay: decay, groups: groups)
    case .muon:
        return Muon(
            learningRate: rate, momentum: option("momentum", 0.95), nesterov: golden.options["nesterov"] != 0,
            weightDecay: decay, beta1: beta1, beta2: beta2, groups: groups)
    case .rmsprop:
        return RMSprop(
            learningRate: rate, smoothing: option("alpha", 0.99), epsilon: epsilon, momentum: option("momentum", 0),
            isCentered: golden.options["centered"] == 1, weightDecay: decay, groups: groups)
    case .adagrad:
        return Adagrad(
            learningRate: rate, epsilon: option("eps", 1e-10), initialSum: option("initial_accumulator_value", 0),
            weightDecay: decay, groups: groups)
    case .adadelta:
        return Adadelta(
            learningRate: rate, rho: option("rho", 0.9), epsilon: option("eps", 1e-6), weightDecay: decay,
            groups: groups)
    }
}
