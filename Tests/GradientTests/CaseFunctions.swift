import SwiftletNN
import SwiftletTensor
import TestSupport

/// There is no function of such a name.
struct UnknownFunction: Error {
    let name: String
}

/// The library's functions of the golden cases, by the names before the slash. Most are squared or multiplied by the
/// input, as Scripts/goldens/gradients.py does, so that linear ones have second derivatives too.
struct CaseFunctions {
    let golden: GoldenCase
    let context: ComputeContext

    var kind: String { String(golden.name.prefix { $0 != "/" }) }

    func activation() throws -> Activation {
        [.identity, .relu, .leakyRelu(slope: 0.2), .sigmoid, .tanh][try golden.size("activation")]
    }

    func convolution() throws -> DoubleBackward.Function {
        let activation = try activation()
        if kind == "conv1d_global_max_pool" {
            let lengths = golden.tensors["lengths"] == nil ? nil : try golden.integers("lengths", in: context)
            return {
                $0[0].conv1dGlobalMaxPool(weight: $0[1], bias: $0[2], activation: activation, validLengths: lengths)
            }
        }
        let (stride, padding) = (try golden.extent("stride"), try golden.extent("padding"))
        let (dilation, groups) = (try golden.extent("dilation"), try golden.size("groups"))
        switch kind {
        case "conv1d":
            return {
                $0[0].conv1d(
                    weight: $0[1], bias: $0.count > 2 ? $0[2] : nil, stride: stride.width, padding: padding.width,
                    dilation: dilation.width, groups: groups, activation: activation)
            }
        case "conv2d":
            return {
                $0[0].conv2d(
                    weight: $0[1], bias: $0.count > 2 ? $0[2] : nil, stride: stride, padding: padding,
                    dilation: dilation, groups: groups, activation: activation)
            }
        case "conv_transpose1d":
            let outputPadding = try golden.extent("output_padding")
            return {
                $0[0].convTranspose1d(
                    weight: $0[1], bias: $0[2], stride: stride.width, padding: padding.width,
                    outputPadding: outputPadding.width, dilation: dilation.width, groups: groups, activation: activation
                )
            }
        case "conv_transpose2d":
            let outputPadding = try golden.extent("output_padding")
            return {
                $0[0].convTranspose2d(
                    weight: $0[1], bias: $0[2], stride: stride, padding: padding, outputPadding: outputPadding,
                    dilation: dilation, groups: groups, activation: activation)
            }
        default: throw UnknownFunction(name: kind)
        }
    }

    func product() throws -> DoubleBackward.Function {
        if kind == "linear" {
            let activation = try activation()
            return { $0[0].linear(weight: $0[1], bias: $0[2], activation: activation) }
        }
        let first = try golden.option("transposes_self") == 1
        let second = try golden.option("transposes_other") == 1
        return { $0[0].matmul($0[1], transposingSelf: first, transposingOther: second) }
    }

    func pool() throws -> DoubleBackward.Function {
        let pool = try plainPool()
        return { pool($0[0]).squared() }
    }

    private func plainPool() throws -> (Tensor) -> Tensor {
        let lengths = golden.tensors["lengths"] == nil ? nil : try golden.integers("lengths", in: context)
        let window = Size2D(height: 3, width: 2)
        let (stride, padding) = (Size2D(height: 2, width: 1), Size2D(height: 1, width: 0))
        switch kind {
        case "max_pool1d": return { $0.maxPool1d(3, stride: 2, padding: 1) }
        case "max_pool2d": return { $0.maxPool2d(window, stride: stride, padding: padding) }
        case "average_pool1d": return { $0.averagePool1d(3, stride: 2, padding: 1) }
        case "average_pool2d":
            let counts = try golden.option("counts") == 1
            return { $0.averagePool2d(window, stride: stride, padding: padding, countsPadding: counts) }
        case "global_max_pool": return { $0.globalMaxPool(validLengths: lengths) }
        case "global_average_pool": return { $0.globalAveragePool(validLengths: lengths) }
        case "adaptive_average_pool2d":
            let size = try size()
            return { $0.adaptiveAveragePool2d(to: size) }
        case "adaptive_max_pool2d":
            let size = try size()
            return { $0.adaptiveMaxPool2d(to: size) }
        case "adaptive_average_pool1d": return { $0.adaptiveAveragePool1d(to: 3) }
        case "adaptive_max_pool1d": return { $0.adaptiveMaxPool1d(to: 3) }
        default: throw UnknownFunction(name: kind)
        }
    }

    func size() throws -> Size2D { Size2D(height: try golden.size("height"), width: try golden.size("width")) }

    func norm() throws -> DoubleBackward.Function {
        switch kind {
        case "batch_norm":
            return { [context] in
                var mean = Tensor.zeros($0[1].shape, in: context)
                var variance = Tensor.ones($0[1].shape, in: context)
                return $0[0].batchNorm(weight: $0[1], bias: $0[2], runningMean: &mean, runningVariance: &variance)
            }
        case "batch_norm_running":
            let (mean, variance) = (try golden.tensor("mean", in: context), try golden.tensor("variance", in: context))
            return { $0[0].batchNorm(weight: $0[1], bias: $0[2], mean: mean, variance: variance) }
        case "layer_norm":
            return { $0[0].layerNorm(fromAxis: 3 - $0[1].shape.rank, weight: $0[1], bias: $0[2]) }
        case "group_norm": return { $0[0].groupNorm(groups: 2, weight: $0[1], bias: $0[2]) }
        case "instance_norm": return { $0[0].groupNorm(groups: 3, weight: $0[1], bias: $0[2]) }
        case "rms_norm": return { $0[0].rmsNorm(fromAxis: 2, weight: $0[1]) }
        case "spectral_norm":
            let norm = SpectralNorm(of: Shape(try golden.golden("input").shape))
            norm.u.value = try golden.tensor("u", in: context)
            norm.v.value = try golden.tensor("v", in: context)
            return { norm($0[0]) }
        default: throw UnknownFunction(name: kind)
        }
    }
}
