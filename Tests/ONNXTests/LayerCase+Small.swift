import SwiftletNN
import SwiftletTensor

extension LayerCase {
    /// Layers without kernels of their own.
    static func small(in context: ComputeContext) -> [LayerCase] {
        /// The layer with weights that are not those of the beginning, and positive statistics.
        func drawn<Drawn: Layer>(_ layer: Drawn) -> Drawn {
            do {
                try layer.initialized(seed: 1, in: context)
                for (name, parameter) in try layer.namedParameters() {
                    var random = RandomStream(seed: 11).child(name)
                    parameter.value = .normal(parameter.shape, using: &random, in: context)
                }
                for (name, buffer) in try layer.namedBuffers() {
                    var random = RandomStream(seed: 12).child(name)
                    buffer.value = .uniform(buffer.shape, 0.5, 2, using: &random, in: context)
                }
            } catch {
                preconditionFailure("\(error)")
            }
            return layer
        }
        return [
            LayerCase("prelu", drawn(PReLU()), [7]), LayerCase("prelu of channels", drawn(PReLU(3)), [3, 4, 2]),
            LayerCase("prelu of features", drawn(PReLU(5)), [5]), LayerCase("softmax", Softmax(), [2, 5]),
            LayerCase("softmax of channels", Softmax(axis: 1), [3, 4]), LayerCase("log softmax", LogSoftmax(), [2, 5]),
            LayerCase("log softmax of channels", LogSoftmax(axis: 1), [3, 4]),
            LayerCase("identity", Identity(), [3, 2]),
            LayerCase("dropout 1d", Dropout1d(), [3, 4]), LayerCase("dropout 2d", Dropout2d(), [3, 4, 2]),
            LayerCase("pixel shuffle", PixelShuffle(3), [18, 2, 3]),
            LayerCase("rms norm", drawn(RMSNorm([6])), [6]),
            LayerCase("rms norm over two axes", drawn(RMSNorm([3, 4], epsilon: 0.1)), [2, 3, 4]),
            LayerCase("rms norm without scale", RMSNorm([5], affine: false), [2, 5]),
            LayerCase("instance norm 1d", InstanceNorm1d(3), [3, 5]),
            LayerCase("instance norm 2d", drawn(InstanceNorm2d(3, epsilon: 0.1, affine: true)), [3, 4, 2]),
            LayerCase(
                "instance norm 1d, running statistics",
                drawn(InstanceNorm1d(3, affine: true, tracksRunningStatistics: true)), [3, 5]),
            LayerCase(
                "instance norm 2d, running statistics", drawn(InstanceNorm2d(2, tracksRunningStatistics: true)),
                [2, 3, 4]),
        ]
    }
}
