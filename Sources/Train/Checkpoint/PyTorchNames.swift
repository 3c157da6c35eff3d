/// Names of values in checkpoints, which are those that PyTorch gives them.
///
/// They are the names of the module itself but for weights under spectral norm, which
/// `torch.nn.utils.parametrizations.spectral_norm` keeps under names of its own:
///
///     0.weight            0.parametrizations.weight.original
///     0.spectral_norm.u   0.parametrizations.weight.0._u
///     0.spectral_norm.v   0.parametrizations.weight.0._v
enum PyTorchNames {
    private static let pairs = [
        (own: "spectral_norm.u", pyTorch: "parametrizations.weight.0._u"),
        (own: "spectral_norm.v", pyTorch: "parametrizations.weight.0._v"),
        (own: "weight", pyTorch: "parametrizations.weight.original"),
    ]

    /// A module's names as PyTorch has them.
    static func of(_ names: [String]) -> [String] {
        let owners = Set(names.compactMap { owner(of: $0, pairs[0].own) })
        return names.map { name in
            for (own, pyTorch) in pairs {
                if let owner = owner(of: name, own), owners.contains(owner) { return owner + pyTorch }
            }
            return name
        }
    }

    /// The module's name of one that PyTorch has; any other stays as it is.
    static func own(_ name: String) -> String {
        for (own, pyTorch) in pairs {
            if let owner = owner(of: name, pyTorch) { return owner + own }
        }
        return name
    }

    /// What comes before the last parts of a name, a dot included where there is something; nil if it ends otherwise.
    private static func owner(of name: String, _ parts: String) -> String? {
        guard name.hasSuffix(parts) else { return nil }
        let owner = String(name.dropLast(parts.count))
        return owner.isEmpty || owner.hasSuffix(".") ? owner : nil
    }
}
