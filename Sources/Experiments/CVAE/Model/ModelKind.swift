/// The kinds of network.
public enum ModelKind: String, Codable, CaseIterable, Sendable {
    /// Linear layers on the pixels.
    case mlp
    /// Strided convolutions and their transposes.
    case conv
}
