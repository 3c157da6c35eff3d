import CKernels
import Testing

/// Every variant that this CPU can run, against the reference, the definition and itself on other thread counts.
struct VariantTests {
    @Test func everyOperatorIsTested() {
        #expect(testedOperators.map { $0.operatorName }.sorted() == Registry.operatorNames.sorted())
    }

    @Test(arguments: Registry.operatorNames) func variantsAgreeExactlyOnWholeNumbers(operatorName: String) throws {
        try check(operatorName) { $0.exactCases }
    }

    @Test(arguments: Registry.operatorNames) func variantsAgreeOnRandomNumbers(operatorName: String) throws {
        try check(operatorName) { $0.randomCases }
    }

    @Test(arguments: Registry.runnable) func computesTheDefinition(variant: Variant) throws {
        let context = KernelContext(variant, threads: 2)
        let definitions = try #require(operatorCases(variant.operatorName), "\(variant) has no cases").definitions
        #expect(!definitions.isEmpty)
        report(
            definitions.lazy.flatMap { Harness.failures($0, in: context) }.map {
                Failure(kind: $0.kind, description: "\(variant): \($0)")
            })
    }

    @Test(arguments: Registry.runnable) func runsWhenForced(variant: Variant) throws {
        let context = KernelContext(variant, threads: 2)
        #expect(context.last(variant.operatorName) == nil)
        #expect(context.selected(variant.operatorName) == variant.name)
        let cases = try #require(operatorCases(variant.operatorName))
        let taken = (cases.entryPoints + cases.exactCases).filter {
            let execution = Harness.execute($0, in: context)
            guard execution.status == CK_OK, $0.operands.allSatisfy({ !$0.words.isEmpty }) else { return false }
            #expect(context.last(variant.operatorName) == variant.name, "\($0.name)")
            return true
        }
        #expect(!taken.isEmpty, "\(variant) was given nothing to do")
    }

    /// Results below the normal range are zero, whichever way a variant runs.
    @Test(arguments: Registry.runnable.filter { $0.operatorName == "gemm" || $0.operatorName == "conv2d" })
    func denormalsAreFlushed(variant: Variant) {
        let context = KernelContext(variant, threads: 2)
        let point = ConvolutionShape(batch: 1, inChannels: 1, outChannels: 1, size: [1, 1], kernel: [1, 1])
        let calls =
            variant.operatorName == "gemm"
            ? [GEMMShape(m: 1, n: 1, k: 1).call(.uniform)]
            : [point.call(.forward, .uniform, bias: false), point.call(.backwardData, .uniform)]
                + [point.call(.backwardWeights, .uniform, bias: false)]
        for var call in calls {
            let inputs = call.operands.indices.filter { !call.operands[$0].words.isEmpty }.prefix(2)
            for (index, value) in zip(inputs, [1e-30, 1e-10] as [Float]) { call.operands[index].words = [value].words }
            let execution = Harness.execute(call, in: context)
            #expect(execution.status == CK_OK)
            let result = call.operands.first { $0.role == .output }!.name
            #expect(execution.contents[result]!.floats == [0], "\(variant): \(call.name)")
        }
    }

    /// Compares all runnable variants, the reference among them: it too must not depend on the number of threads.
    private func check(_ operatorName: String, _ table: (any OperatorCases.Type) -> [KernelCase]) throws {
        let calls = table(try #require(operatorCases(operatorName), "\(operatorName) has no cases"))
        let variants = Registry.runnable.filter { $0.operatorName == operatorName }.map { Harness.Contexts($0) }
        let reference = KernelContext(kernels: "reference")
        report(calls.lazy.flatMap { Harness.failures($0, variants, reference: reference) })
    }

    /// The first failures tell enough.
    private func report(_ failures: some Sequence<Failure>) {
        for failure in failures.prefix(8) { Issue.record("\(failure.kind): \(failure)") }
    }
}
