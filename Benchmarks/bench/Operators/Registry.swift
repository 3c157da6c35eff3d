import CKernels

/// One line of the kernel registry.
struct Variant {
    var operatorName: String
    var name: String
    var instructionSet: String
    var summary: String
    var isSupported: Bool
    var isAutomatic: Bool

    /// The instruction set whose multiply-add peak is the variant's limit: the one that it is named after, else the
    /// CPU's highest, as a variant may call others (gather the matrix product).
    var limitingInstructionSet: String {
        ["generic", "avx2", "avx512"].contains(name) ? instructionSet : Machine.instructionSet
    }
}

enum Registry {
    static let variants: [Variant] = (0..<ck_operator_count()).flatMap { operatorIndex in
        (0..<ck_variant_count(operatorIndex)).map { variantIndex in
            var info = ck_variant_info()
            precondition(ck_variant_describe(operatorIndex, variantIndex, &info) == CK_OK)
            return Variant(
                operatorName: String(cString: info.operator_name), name: String(cString: info.variant_name),
                instructionSet: String(cString: info.instruction_set), summary: String(cString: info.summary),
                isSupported: info.is_supported, isAutomatic: info.is_automatic)
        }
    }

    static func variants(of operatorName: String) -> [Variant] {
        variants.filter { $0.operatorName == operatorName }
    }
}

/// Where the figures come from.
enum Machine {
    static let cpu = String(cString: ck_cpu_name())
    /// The highest that it has.
    static let instructionSet = String(cString: ck_cpu_instruction_set())
    /// All that it has, from the lowest.
    static let instructionSets: [String] = {
        let all = ["baseline", "avx2", "avx512"]
        return Array(all.prefix(through: all.firstIndex(of: instructionSet) ?? 0))
    }()
    static let threadingModel = String(cString: ck_threading_model())

    static let title = "CPU: \(cpu), \(instructionSet); threads: \(threadingModel)"
}
