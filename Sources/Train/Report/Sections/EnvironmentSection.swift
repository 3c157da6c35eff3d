/// What a run ran on and what it read.
struct EnvironmentSection {
    let environment: JSONValue

    /// Longer lists of files fill no paper.
    private static let mostPrintedFiles = 40

    var html: HTML {
        """
        <div class="box">
        <dl class="pairs">
        \(facts.map { "<dt>\($0.name)</dt><dd>\($0.value)</dd>\n" as HTML })</dl>
        </div>
        \(files)\(variants)
        """
    }

    /// What the environment says of itself, as far as it does.
    var facts: [(name: String, value: String)] {
        let processors = environment["processors"]?.text
        let facts: [(name: String, value: String?)] = [
            ("CPU", text("cpu")),
            ("instruction set", text("instruction_set")),
            ("threads", text("threads").map { $0 + (processors.map { " of \($0) processors" } ?? "") }),
            ("threads start by", text("threading_model")),
            ("kernels", text("kernels")),
            ("system", joined("operating_system", "architecture")),
            ("Swiftlet", text("swiftlet_version")),
            ("Swift", joined("swift_version", "build")),
            ("commit", text("git_commit")),
        ]
        return facts.compactMap { fact in fact.value.map { (fact.name, $0) } }
    }

    private func text(_ name: String) -> String? { environment[name]?.text }

    private func joined(_ names: String...) -> String? {
        let texts = names.compactMap(text)
        return texts.isEmpty ? nil : texts.joined(separator: ", ")
    }

    private var files: HTML {
        let files = environment["data_files"]?.values ?? []
        if files.isEmpty { return .empty }
        let kind: HTML = files.count > Self.mostPrintedFiles ? "screen" : "print"
        return """
            <details class="\(kind)">
            <summary>Data files, with their digests (\(files.count))</summary>
            <div><table>
            <thead><tr><th scope="col">file</th><th scope="col" class="number">bytes</th><th scope="col">SHA-256</th></tr></thead>
            <tbody>
            \(files.map { file in
                """
                <tr><td>\(file["path"]?.text ?? "")</td><td class="number">\(file["bytes"]?.text ?? "–")</td>\
                <td class="digest"><code>\(file["sha256"]?.text ?? "–")</code></td></tr>

                """ as HTML
            })</tbody>
            </table></div>
            </details>

            """
    }

    private var variants: HTML {
        // An operator that never ran still has the specification in place of a variant.
        let variants = (environment["kernel_variants"]?.members ?? []).filter { $0.value != .string("auto") }
        if variants.isEmpty { return .empty }
        return """
            <details class="print">
            <summary>Kernel variants that ran</summary>
            <div><dl class="pairs">
            \(variants.map { "<dt><code>\($0.name)</code></dt><dd>\($0.value.text)</dd>\n" as HTML })</dl></div>
            </details>

            """
    }
}
