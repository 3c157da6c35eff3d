import CKernels
import Testing

/// NaN, infinities and denormals among the operands: every variant gives NaN and infinities where the reference does.
@Suite(.serialized) struct SpecialValueTests {
    private static let mostWords = 4000
    private static let mostCalls = 120

    /// Calls of all entry points and shapes, as many as time allows.
    private func calls(_ cases: any OperatorCases.Type) -> [KernelCase] {
        let small = (cases.randomCases + cases.definitions.map(\.call) + cases.entryPoints).filter { call in
            call.operands.reduce(0) { $0 + $1.words.count } <= Self.mostWords
                && call.operands.contains { $0.role != .output && $0.element == .float && !$0.words.isEmpty }
        }
        let step = max(1, small.count / Self.mostCalls)
        return stride(from: 0, to: small.count, by: step).map { small[$0] }
    }

    /// Whether zeros beyond the edges may make NaN of special values: in the packed convolutions, but where no window
    /// reaches over an edge; and in those that transform tiles. (See ck/convolution.h.)
    private static func mayMultiplyPadding(_ call: KernelCase, _ variant: Variant) -> Bool {
        guard variant.operatorName.hasPrefix("conv"), variant.operatorName != "conv1d_sparse" else { return false }
        if variant.name == "generic" { return false }
        if variant.errorBound != 0 { return true }
        // Rows of weight gradients are summed in whole vectors.
        if variant.name.hasPrefix("few-channels"), call.name.contains("backward_weights") { return true }
        let isToImage = call.name.contains(variant.operatorName.contains("transpose") ? "forward" : "backward_data")
        return isToImage || !call.name.contains(" padding [0, 0] dilation")
    }

    @Test(arguments: Registry.operatorNames) func variantsAgreeOnSpecialValues(operatorName: String) throws {
        let reference = KernelContext(kernels: "reference")
        let variants = Registry.runnable.filter { $0.operatorName == operatorName && $0.name != "reference" }
        let contexts = variants.map { ($0, KernelContext($0, threads: 2)) }
        var failures: [String] = []
        for (round, call) in calls(try #require(operatorCases(operatorName))).enumerated() {
            for values in SpecialValues.allCases {
                let special = values.inserted(into: call, round: round)
                let expected = Harness.execute(special, in: reference)
                #expect(expected.status == CK_OK, "\(special.name): \(reference.message)")
                for (variant, context) in contexts {
                    let execution = Harness.execute(special, in: context)
                    failures += execution.failures.map { "\(variant): \($0)" }
                    for operand in special.operands where operand.role != .input {
                        let difference = SpecialValues.firstDifference(
                            execution.contents[operand.name]!, expected.contents[operand.name]!, operand,
                            mayBeNaN: Self.mayMultiplyPadding(call, variant))
                        if let difference {
                            failures.append("\(variant): \(special.name): \(operand.name): \(difference)")
                        }
                    }
                }
            }
        }
        for failure in failures.prefix(6) { Issue.record("\(failure)") }
        if failures.count > 6 { Issue.record("\(failures.count) failures in all") }
    }
}
