import SwiftletTensor

/// Divides a weight by its largest singular value, so that a linear map lengthens no vector (Miyato et al. 2018).
///
/// The weight [outputs, ...] is seen as a matrix W of `outputs` rows. Power iteration finds the pair of singular
/// vectors: u = Wv / |Wv|, v = Wᵀu / |Wᵀu|, one round at each use in training, none in evaluation; then σ = uᵀWv. As in
/// `torch.nn.utils.parametrizations.spectral_norm`, u and v are constants for the gradient.
public final class SpectralNorm: Module {
    /// Left singular vector, [outputs].
    public let u: Buffer
    /// Right singular vector, [elements of a row].
    public let v: Buffer

    /// Rounds of power iteration on the initial weight.
    private static let initialRounds = 15
    /// Least norm that a vector is divided by.
    private static let epsilon: Float = 1e-12

    /// A norm of weights of such a shape. It begins with random vectors.
    public init(of weight: Shape) {
        func vector(_ count: Int) -> Buffer {
            Buffer([count]) { random, context in
                var random = random
                return Self.normalized(.normal([count], using: &random, in: context))
            }
        }
        u = vector(weight[0])
        v = vector(weight.count / weight[0])
    }

    /// Some rounds of power iteration on the first weight.
    func iterate(on weight: Tensor) {
        for _ in 0..<Self.initialRounds { iterate(Self.matrix(weight)) }
    }

    /// The weight over its largest singular value, of the same shape.
    public func callAsFunction(_ weight: Tensor) -> Tensor {
        let matrix = Self.matrix(weight)
        if weight.pass?.mode == .training { iterate(matrix.detached) }
        let left = u.value.reshaped(to: [1, matrix.shape[0]])
        let right = v.value.reshaped(to: [matrix.shape[1], 1])
        return weight / left.matmul(matrix.matmul(right)).reshaped(to: [])
    }

    /// One round of power iteration.
    private func iterate(_ matrix: Tensor) {
        let right = v.value.reshaped(to: [matrix.shape[1], 1])
        u.value = Self.normalized(matrix.matmul(right).reshaped(to: u.value.shape))
        let left = u.value.reshaped(to: [1, matrix.shape[0]])
        v.value = Self.normalized(left.matmul(matrix).reshaped(to: v.value.shape))
    }

    private static func matrix(_ weight: Tensor) -> Tensor {
        weight.reshaped(to: [weight.shape[0], weight.count / weight.shape[0]])
    }

    private static func normalized(_ vector: Tensor) -> Tensor {
        vector / max(vector.sumOfSquares().item.squareRoot(), epsilon)
    }
}
