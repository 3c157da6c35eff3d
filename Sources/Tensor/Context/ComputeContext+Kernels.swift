import CKernels

extension ComputeContext {
    /// By operator, the kernel variant that its last call ran; before its first call, what is selected for it: `auto` or
    /// the name of a variant.
    public var kernelVariants: [String: String] {
        state.withLock { _ in
            var variants: [String: String] = [:]
            for index in 0..<ck_operator_count() {
                guard let name = ck_operator_name(index),
                    let variant = ck_context_last_variant(handle, name) ?? ck_context_selected_variant(handle, name)
                else { continue }
                variants[String(cString: name)] = String(cString: variant)
            }
            return variants
        }
    }
}
