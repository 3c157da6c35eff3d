import SwiftletNN
import SwiftletTensor

extension Gradients {
    /// The Euclidean norm of all gradients taken as one vector.
    public var globalNorm: Float {
        Float(entries.reduce(0.0) { $0 + Double($1.gradient.sumOfSquares().item) }.squareRoot())
    }

    /// Scales all gradients by one factor so that their global norm is at most `maximum` (Pascanu et al. 2013); returns
    /// the norm that they had.
    @discardableResult
    public mutating func clip(toGlobalNorm maximum: Float) -> Float {
        require(maximum >= 0, "a norm cannot be limited to \(maximum)")
        let norm = globalNorm
        if norm > maximum { update { $0.scale(by: maximum / norm) } }
        return norm
    }
}
