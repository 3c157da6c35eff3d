import CKernels

/// One line of the kernel registry.
struct Variant: Sendable, CustomStringConvertible {
    let operatorName: String
    let name: String
    let instructionSet: String
    let summary: String
    let isSupported: Bool
    let isAutomatic: Bool
    let errorBound: Float

    var description: String { "\(operatorName)/\(name)" }
}

/// What the library says it holds.
enum Registry {
    static let operatorNames: [String] = (0..<ck_operator_count()).map { String(cString: ck_operator_name($0)) }

    static let variants: [Variant] = (0..<ck_operator_count()).flatMap { operatorIndex in
        (0..<ck_variant_count(operatorIndex)).map { variantIndex in
            var info = ck_variant_info()
            precondition(ck_variant_describe(operatorIndex, variantIndex, &info) == CK_OK)
            return Variant(
                operatorName: String(cString: info.operator_name), name: String(cString: info.variant_name),
                instructionSet: String(cString: info.instruction_set), summary: String(cString: info.summary),
                isSupported: info.is_supported, isAutomatic: info.is_automatic, errorBound: info.error_bound)
        }
    }

    /// Those that this CPU can run.
    static let runnable = variants.filter(\.isSupported)

    static func variants(of operatorName: String) -> [Variant] {
        variants.filter { $0.operatorName == operatorName }
    }
}
