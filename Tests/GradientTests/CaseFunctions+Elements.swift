import SwiftletNN
import SwiftletTensor
import TestSupport

extension CaseFunctions {
    func elementwise() throws -> DoubleBackward.Function {
        if let function = binary() { return { function($0[0], $0[1]).squared() } }
        let function = try unary()
        return { function($0[0]) * $0[0] }
    }

    private func unary() throws -> (Tensor) -> Tensor {
        switch kind {
        case "relu": { $0.relu() }
        case "leaky_relu": { $0.leakyRelu(slope: 0.2) }
        case "leaky_relu_falling": { $0.leakyRelu(slope: -0.5) }
        case "sigmoid": { $0.sigmoid() }
        case "tanh": { $0.tanh() }
        case "softplus": { $0.softplus() }
        case "silu": { $0.silu() }
        case "gelu": { $0.gelu() }
        case "gelu_tanh": { $0.gelu(.tanh) }
        case "elu": { $0.elu(alpha: 0.5) }
        case "exp": { $0.exp() }
        case "erf": { $0.erf() }
        case "abs": { $0.abs() }
        case "squared": { $0.squared() }
        case "negate": { -$0 }
        case "maximum": { $0.maximum(0.5) }
        case "minimum": { $0.minimum(0.5) }
        case "clip": { $0.clip(-0.5, 0.5) }
        case "log": { $0.log() }
        case "sqrt": { $0.sqrt() }
        case "reciprocal": { ($0 + 1).reciprocal() }
        default: throw UnknownFunction(name: kind)
        }
    }

    private func binary() -> ((Tensor, Tensor) -> Tensor)? {
        switch kind {
        case "add": { $0 + $1 }
        case "subtract": { $0 - $1 }
        case "multiply": { $0 * $1 }
        case "divide": { $0 / $1 }
        case "larger": { $0.maximum($1) }
        case "smaller": { $0.minimum($1) }
        default: nil
        }
    }

    func reduction() throws -> DoubleBackward.Function {
        let function = try plainReduction()
        return { function($0[0]).squared() }
    }

    private func plainReduction() throws -> (Tensor) -> Tensor {
        switch kind {
        case "sum": { $0.sum(axes: [0, 2]) }
        case "mean": { $0.mean(axis: 1) }
        case "max": { $0.max(axes: [1, 2]) }
        case "min": { $0.min(axis: 0) }
        case "sum_of_squares": { $0.sumOfSquares(axis: 2) }
        case "softmax": { $0.softmax() }
        case "softmax_middle": { $0.softmax(axis: 1) }
        case "log_softmax": { $0.logSoftmax() }
        case "log_sum_exp": { $0.logSumExp(axes: [0, 2]) }
        case "unit_rows": { $0.l2Normalized() }
        default: throw UnknownFunction(name: kind)
        }
    }

    func shape() throws -> DoubleBackward.Function {
        switch kind {
        case "embedding":
            let (indices, padding) = (try golden.integers("indices", in: context), try golden.size("padding_index"))
            return { try $0[0].embedding(indices, paddingIndex: padding < 0 ? nil : padding).squared() }
        case "gather":
            let indices = try golden.integers("indices", in: context)
            return { $0[0].gathered(axis: 1, indices).squared() }
        case "scatter":
            let indices = try golden.integers("indices", in: context)
            return { $0[0].scatterAdding($0[1], at: indices, axis: 1).squared() }
        default:
            let function = try plainShape()
            return { function($0[0]).squared() }
        }
    }

    private func plainShape() throws -> (Tensor) -> Tensor {
        let padding = Padding2d(top: 1, bottom: 2, left: 2, right: 1)
        switch kind {
        case "permute": return { $0.permuted([0, 2, 3, 1]) }
        case "slice_and_join":
            return { .concatenated([$0.sliced(axis: 2, 1..<3), $0, $0.sliced(axis: 2, 0..<2)], axis: 2) }
        case "broadcast": return { $0.expandedDims(axis: 1).broadcast(to: [2, 3, 2, 5]) }
        case "flip": return { $0.flipped(axes: [1, 3]) }
        case "padding_zeros": return { $0.padded(padding, mode: .zeros) }
        case "padding_reflect": return { $0.padded(padding, mode: .reflect) }
        case "padding_replicate": return { $0.padded(padding, mode: .replicate) }
        case "padding_circular": return { $0.padded(padding, mode: .circular) }
        case "padding1d_reflect": return { $0.padded(axis: 2, before: 2, after: 3, mode: .reflect) }
        case "nearest":
            let size = try size()
            return { $0.interpolated(to: .size(size), .nearest) }
        case "bilinear":
            let (size, aligns) = (try size(), try golden.option("aligns") == 1)
            return { $0.interpolated(to: .size(size), .bilinear(alignsCorners: aligns)) }
        default: throw UnknownFunction(name: kind)
        }
    }

    func loss() throws -> DoubleBackward.Function {
        func constant(_ name: String) throws -> Tensor { try golden.tensor(name, in: context) }
        switch kind {
        case "cross_entropy":
            let labels = try golden.integers("labels", in: context)
            let smoothing = Float(try golden.option("smoothing"))
            let reduction: LossReduction = try golden.option("sums") == 1 ? .sum : .mean
            return { try $0[0].softmaxCrossEntropy(labels: labels, labelSmoothing: smoothing, reduction: reduction) }
        case "binary_cross_entropy":
            let targets = try constant("targets")
            return { $0[0].binaryCrossEntropy(targets: targets) }
        case "probability_cross_entropy":
            let targets = try constant("targets")
            return { $0[0].binaryCrossEntropyOfProbabilities(targets: targets) }
        case "squared_error": return { $0[0].meanSquaredError($0[1]) }
        case "absolute_error": return { $0[0].meanAbsoluteError($0[1]).squared() }
        case "huber": return { $0[0].huberLoss($0[1], delta: 0.75) }
        case "smooth_l1": return { $0[0].smoothL1Loss($0[1], beta: 0.5) }
        case "contrastive":
            let same = try constant("same")
            return { contrastiveLoss($0[0], $0[1], same: same, margin: 2) }
        case "triplet":
            return { tripletMarginLoss(anchor: $0[0], positive: $0[1], negative: $0[2], margin: 1.5) }
        case "info_nce": return { infoNCELoss(queries: $0[0], keys: $0[1], temperature: 0.5) }
        case "divergence": return { gaussianKLDivergence(mean: $0[0], logVariance: $0[1]) }
        case "bernoulli":
            let targets = try constant("targets")
            return { bernoulliLogLikelihood(logits: $0[0], targets: targets) }
        case "evidence":
            let (noise, targets) = (try constant("noise"), try constant("targets"))
            return {
                let logits = reparametrized(mean: $0[0], logVariance: $0[1], noise: noise)
                let divergence = gaussianKLDivergence(mean: $0[0], logVariance: $0[1])
                let likelihood = bernoulliLogLikelihood(logits: logits, targets: targets)
                return EvidenceLowerBound(logLikelihood: likelihood, divergence: divergence).loss()
            }
        case "hinge": return { AdversarialLoss.hinge.ofDiscriminator(real: $0[0], generated: $0[1]).squared() }
        case "non_saturating":
            return { AdversarialLoss.nonSaturating.ofDiscriminator(real: $0[0], generated: $0[1], realTarget: 0.875) }
        default: throw UnknownFunction(name: kind)
        }
    }
}
