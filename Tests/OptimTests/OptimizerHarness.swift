import SwiftletAutodiff
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
        try valueAndGradients(of: self, random: RandomStream(seed: 0)) { pass in
            (pass.variable(first) * Variable(firstGradient)).sum()
                + (pass.variable(second) * Variable(secondGradient)).sum()
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
func makeOptimizer(_ golden: GoldenCase) throws -> any Optimizer {
    func option(_ name: String, _ standard: Float) -> Float { golden.options[name].map { Float($0) } ?? standard }
    let kind = try #require(golden.name.split(separator: " ").first.flatMap { OptimizerKind(rawValue: String($0)) })
    switch kind {
    case .sgd:
        return SGD(
            learningRate: option("lr", 1e-3), momentum: option("momentum", 0), dampening: option("dampening", 0),
            nesterov: golden.options["nesterov"] == 1, weightDecay: option("weight_decay", 0))
    case .adam:
        return Adam(
            learningRate: option("lr", 1e-3), beta1: option("beta1", 0.9), beta2: option("beta2", 0.999),
            epsilon: option("eps", 1e-8), weightDecay: option("weight_decay", 0))
    case .adamw:
        return AdamW(
            learningRate: option("lr", 1e-3), beta1: option("beta1", 0.9), beta2: option("beta2", 0.999),
            epsilon: option("eps", 1e-8), weightDecay: option("weight_decay", 0.01))
    case .rmsprop:
        return RMSprop(
            learningRate: option("lr", 1e-2), smoothing: option("alpha", 0.99), epsilon: option("eps", 1e-8),
            momentum: option("momentum", 0), isCentered: golden.options["centered"] == 1,
            weightDecay: option("weight_decay", 0))
    case .adadelta:
        return Adadelta(
            learningRate: option("lr", 1), rho: option("rho", 0.9), epsilon: option("eps", 1e-6),
            weightDecay: option("weight_decay", 0))
    }
}
