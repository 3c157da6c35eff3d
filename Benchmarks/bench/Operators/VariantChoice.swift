/// Which variants `--kernels` asks for: `all`, names for every operator that has them, or `operator=variant` pairs, where
/// operators that are not named are measured in all variants.
struct VariantChoice {
    private var names: Set<String>?
    private var byOperator: [String: Set<String>] = [:]

    init(_ specification: String) throws {
        var forAll: Set<String> = []
        for item in specification.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
            let parts = item.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
            if parts.count == 1 || parts[0] == "all" {
                try Self.check(parts[parts.count - 1], in: Registry.variants, of: "any operator")
                forAll.insert(parts[parts.count - 1])
            } else {
                let known = Registry.variants(of: parts[0])
                guard !known.isEmpty else {
                    let valid = OperatorBenchmark.all.map(\.name).joined(separator: ", ")
                    throw BenchError("no operator '\(parts[0])' in --kernels (valid: \(valid)).")
                }
                try Self.check(parts.dropFirst().joined(separator: "="), in: known, of: parts[0])
                byOperator[parts[0], default: []].insert(parts[1])
            }
        }
        if !forAll.isEmpty, !forAll.contains("all") { names = forAll }
    }

    private static func check(_ name: String, in variants: [Variant], of owner: String) throws {
        if name == "all" || name == "auto" || variants.contains(where: { $0.name == name && $0.isSupported }) { return }
        var valid = ["all", "auto"]
        for variant in variants where variant.isSupported && !valid.contains(variant.name) {
            valid.append(variant.name)
        }
        let exists = variants.contains { $0.name == name }
        throw BenchError(
            "\(exists ? "this CPU cannot run" : "no") kernel variant '\(name)' of \(owner) "
                + "(valid on this CPU: \(valid.joined(separator: ", "))).")
    }

    /// The variants of an operator to measure, from the registry's first to its last.
    func variants(of operatorName: String) -> VariantSelection {
        let supported = Registry.variants(of: operatorName).filter(\.isSupported)
        guard let wanted = byOperator[operatorName] ?? names, !wanted.contains("all") else {
            return VariantSelection(named: supported, includesAutomatic: false)
        }
        let named = supported.filter { wanted.contains($0.name) }
        // A name for all that this operator lacks stands for the best it has, as in the library.
        return VariantSelection(named: named, includesAutomatic: wanted.contains("auto") || named.isEmpty)
    }
}

/// Variants asked for by name, and whether the one that `auto` takes, which depends on the shape, is asked for too.
struct VariantSelection {
    var named: [Variant]
    var includesAutomatic: Bool
}
