import SwiftletNN

extension LayerCase {
    /// Functions of single elements.
    static var activations: [LayerCase] {
        [
            LayerCase("relu", ReLU(), [7]), LayerCase("leaky relu", LeakyReLU(slope: 0.2), [7]),
            LayerCase("sigmoid", Sigmoid(), [7]), LayerCase("tanh", Tanh(), [7]),
            LayerCase("softplus", Softplus(), [7]), LayerCase("silu", SiLU(), [7]),
            LayerCase("silu of images", SiLU(), [2, 3, 4]), LayerCase("gelu", GELU(), [50]),
            LayerCase("gelu of images", GELU(), [2, 3, 4]),
            LayerCase("gelu, hyperbolic tangent", GELU(.tanh), [50]), LayerCase("elu", ELU(), [7]),
            LayerCase("elu of images", ELU(alpha: 0.5), [2, 3, 4]),
        ]
    }
}
