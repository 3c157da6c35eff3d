import SwiftletNN
import SwiftletTensor

extension LayerCase {
    /// Layers that normalise, with weights that are not those of the beginning.
    static func normalizing(in context: ComputeContext) -> [LayerCase] {
        func layerNorm(
            _ shape: Shape, epsilon: Float = 1e-5, affine: Bool = true, bias: Bool = true
        ) -> LayerNorm {
            let layer = LayerNorm(shape, epsilon: epsilon, affine: affine, bias: bias)
            draw([layer.weight, layer.bias], in: context)
            return layer
        }
        func groupNorm(_ groups: Int, _ channels: Int, epsilon: Float = 1e-5, affine: Bool = true) -> GroupNorm {
            let layer = GroupNorm(groups: groups, channels: channels, epsilon: epsilon, affine: affine)
            draw([layer.weight, layer.bias], in: context)
            return layer
        }
        let batchNorm = BatchNorm1d(4)
        draw([batchNorm.weight, batchNorm.bias], in: context)
        batchNorm.runningMean.value = Tensor([1, -2, 0, 0.5], in: context)
        batchNorm.runningVar.value = Tensor([0.5, 1, 2, 3], in: context)
        return [
            LayerCase("batch norm 1d", batchNorm, [4]), LayerCase("batch norm 1d of positions", batchNorm, [4, 5]),
            LayerCase("layer norm", layerNorm([6]), [6]),
            LayerCase("layer norm of positions", layerNorm([4], epsilon: 0.1), [3, 4]),
            LayerCase("layer norm over two axes", layerNorm([3, 4]), [2, 3, 4]),
            LayerCase("layer norm without bias", layerNorm([5], bias: false), [2, 5]),
            LayerCase("layer norm without scale", layerNorm([3, 4], epsilon: 0.2, affine: false), [2, 3, 4]),
            LayerCase("group norm", groupNorm(2, 6), [6, 4, 5]),
            LayerCase("group norm, one group", groupNorm(1, 3, epsilon: 0.1), [3, 7]),
            LayerCase("group norm, a group a channel", groupNorm(4, 4), [4, 3, 2]),
            LayerCase("group norm without scale", groupNorm(3, 6, epsilon: 0.2, affine: false), [6, 2, 3]),
            LayerCase("group norm without positions", groupNorm(2, 8), [8]),
        ]
    }

    private static func draw(_ parameters: [Parameter?], in context: ComputeContext) {
        for (index, parameter) in parameters.enumerated() {
            guard let parameter else { continue }
            var random = RandomStream(seed: 11).child("parameter \(index)")
            parameter.value = .normal(parameter.shape, using: &random, in: context)
        }
    }
}
