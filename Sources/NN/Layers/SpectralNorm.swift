import SwiftletAutodiff
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

    /// Begins with random vectors and some rounds of power iteration on `weight`.
    public init(of weight: Tensor, random: RandomStream) {
        let context = weight.context
        let rows = weight.shape[0]
        var (uRandom, vRandom) = (random.child("u"), random.child("v"))
        u = Buffer(.normal([rows], using: &uRandom, in: context))
        v = Buffer(.normal([weight.count / rows], using: &vRandom, in: context))
        u.value = Self.normalized(u.value)
        v.value = Self.normalized(v.value)
        for _ in 0..<Self.initialRounds { iterate(Self.matrix(weight)) }
    }

    /// The weight over its largest singular value, of the same shape.
    public func callAsFunction(_ weight: Variable, _ pass: Pass) -> Variable {
        let matrix = weight.reshaped(to: [weight.shape[0], weight.value.count / weight.shape[0]])
        if pass.mode == .training { iterate(matrix.value) }
        let left = Variable(u.value.reshaped(to: [1, matrix.shape[0]]))
        let right = Variable(v.value.reshaped(to: [matrix.shape[1], 1]))
        let sigma = left.matmul(matrix.matmul(right)).reshaped(to: [1])
        let row = weight.reshaped(to: [1, weight.value.count])
        return row.divided(by: sigma, alongAxis: 0).reshaped(to: weight.shape)
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
