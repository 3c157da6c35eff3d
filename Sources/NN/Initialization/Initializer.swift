import Foundation
import SwiftletTensor

/// A way to choose the first value of a parameter. Formulas and defaults follow `torch.nn.init`.
public enum Initializer: Equatable, Sendable {
    /// 0 everywhere.
    case zeros
    /// The same number everywhere.
    case constant(Float)
    /// Uniform in [low, high).
    case uniform(low: Float, high: Float)
    /// Normal with a mean and a standard deviation.
    case normal(mean: Float, deviation: Float)
    /// Uniform within ±1 / sqrt(fan-in): PyTorch's default for weights and biases of linear and convolutional layers.
    case fanInUniform
    /// Uniform within ±sqrt(6 / (fan-in + fan-out)) (Glorot and Bengio 2010).
    case glorotUniform
    /// Normal with the variance 2 / (fan-in + fan-out) (Glorot and Bengio 2010).
    case glorotNormal
    /// Uniform within ±sqrt(6 / fan-in) (He et al. 2015).
    case heUniform
    /// Normal with the variance 2 / fan-in (He et al. 2015).
    case heNormal
    /// Normal with the variance 1 / fan-in (LeCun et al. 1998).
    case lecunNormal
    /// Orthonormal rows, or columns if there are fewer of them, of the matrix [outputs, all the rest] (Saxe et al.
    /// 2014).
    case orthogonal

    /// A tensor of first values. `fans` are those of the layer's weights, for its bias too; the numbers come from
    /// the beginning of `random`.
    public func callAsFunction(_ shape: Shape, fans: Fans, random: RandomStream, in context: ComputeContext) -> Tensor {
        var random = random
        func uniform(_ bound: Float) -> Tensor { .uniform(shape, -bound, bound, using: &random, in: context) }
        func normal(_ variance: Float) -> Tensor {
            .normal(shape, deviation: variance.squareRoot(), using: &random, in: context)
        }
        let (fanIn, fanOut) = (Float(max(fans.input, 1)), Float(fans.output))
        switch self {
        case .zeros: return .zeros(shape, in: context)
        case .constant(let value): return .full(shape, value, in: context)
        case .uniform(let low, let high): return .uniform(shape, low, high, using: &random, in: context)
        case .normal(let mean, let deviation):
            return .normal(shape, mean: mean, deviation: deviation, using: &random, in: context)
        case .fanInUniform: return uniform((1 / fanIn).squareRoot())
        case .glorotUniform: return uniform((6 / (fanIn + fanOut)).squareRoot())
        case .glorotNormal: return normal(2 / (fanIn + fanOut))
        case .heUniform: return uniform((6 / fanIn).squareRoot())
        case .heNormal: return normal(2 / fanIn)
        case .lecunNormal: return normal(1 / fanIn)
        case .orthogonal: return orthogonalTensor(shape, &random, in: context)
        }
    }
}

/// How many inputs an output of a layer depends on, and how many outputs an input reaches.
public struct Fans: Equatable, Sendable {
    /// Inputs per output.
    public var input: Int
    /// Outputs per input.
    public var output: Int

    /// Fans of given sizes.
    public init(input: Int, output: Int) {
        self.input = input
        self.output = output
    }

    /// The fans of weights of shape [outputs, inputs, kernel...], counted as `torch.nn.init` does for all layers: also
    /// for transposed convolutions, whose weights are [inputs, outputs, kernel...].
    public init(of weights: Shape) {
        require(weights.rank >= 2, "fans need weights of at least two axes, got the shape \(weights)")
        let window = weights.dimensions.dropFirst(2).reduce(1, *)
        self.init(input: weights[1] * window, output: weights[0] * window)
    }
}

/// Gram-Schmidt on random normal vectors, twice over for accuracy.
private func orthogonalTensor(_ shape: Shape, _ random: inout RandomStream, in context: ComputeContext) -> Tensor {
    require(shape.rank >= 2, "an orthogonal tensor needs at least two axes, got the shape \(shape)")
    let (rows, columns) = (shape[0], shape.dimensions.dropFirst().reduce(1, *))
    var vectors: [[Double]] = []
    for _ in 0..<min(rows, columns) {
        var vector = (0..<max(rows, columns)).map { _ in Double(random.normal()) }
        for _ in 0..<2 {
            for other in vectors {
                let product = zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 }
                for index in vector.indices { vector[index] -= product * other[index] }
            }
        }
        let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        vectors.append(vector.map { $0 / norm })
    }
    return Tensor(shape: shape, in: context) { elements in
        for row in 0..<rows {
            for column in 0..<columns {
                elements[row * columns + column] = Float(rows <= columns ? vectors[row][column] : vectors[column][row])
            }
        }
    }
}
