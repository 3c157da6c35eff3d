import CKernels
import Testing

/// What the registry says about operators and variants, and how `--kernels` selects them.
@Suite(.serialized) struct RegistryTests {
    private static let levels = ["baseline", "avx2", "avx512"]
    private static let cpuLevel = levels.firstIndex(of: String(cString: ck_cpu_instruction_set()))!
    /// Names that select for all operators at once on this CPU.
    private static let namesForAll = ["auto", "reference"] + ["generic", "avx2", "avx512"].prefix(cpuLevel + 1)

    @Test func namesAreUniqueAndDescribed() {
        #expect(Set(Registry.operatorNames).count == Registry.operatorNames.count)
        #expect(Set(Registry.variants.map(\.description)).count == Registry.variants.count)
        for variant in Registry.variants {
            #expect(!variant.summary.isEmpty && !variant.summary.contains("\n"), "\(variant)")
            // Nothing that errs by more than a plain sum may is there to be taken.
            #expect((0...1).contains(variant.errorBound), "\(variant)")
            #expect(variant.name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }, "\(variant)")
        }
    }

    @Test(arguments: Registry.operatorNames) func eachOperatorHasAReferenceAndOneAutomaticVariant(name: String) {
        let variants = Registry.variants(of: name)
        #expect(variants.first?.name == "reference")
        #expect(variants.first?.instructionSet == "baseline")
        #expect(variants.filter(\.isAutomatic).count == 1)
        for variant in variants where variant.isAutomatic { #expect(variant.isSupported, "\(variant)") }
        for variant in variants {
            let level = Self.levels.firstIndex(of: variant.instructionSet)
            #expect(level != nil, "\(variant) needs \(variant.instructionSet)")
            #expect(variant.isSupported == ((level ?? 9) <= Self.cpuLevel), "\(variant)")
        }
    }

    @Test func indicesOutOfRangeAreRefused() {
        var info = ck_variant_info()
        for (operatorIndex, variantIndex) in [(-1, 0), (ck_operator_count(), 0), (0, -1), (0, ck_variant_count(0))] {
            #expect(ck_variant_describe(operatorIndex, variantIndex, &info) == CK_INVALID_ARGUMENT)
        }
        #expect(ck_variant_describe(0, 0, nil) == CK_INVALID_ARGUMENT)
        #expect(ck_operator_name(-1) == nil && ck_operator_name(ck_operator_count()) == nil)
        #expect(ck_variant_count(-1) == 0 && ck_variant_count(ck_operator_count()) == 0)
    }

    @Test func cpuIsDescribed() {
        #expect(!String(cString: ck_cpu_name()).isEmpty)
        #expect(["openmp", "libomp", "pthreads", "serial"].contains(String(cString: ck_threading_model())))
    }

    @Test func freshContextSelectsAutomatically() {
        let context = KernelContext()
        for name in Registry.operatorNames {
            #expect(context.selected(name) == "auto")
            #expect(context.last(name) == nil)
        }
        #expect(context.selected("no_such_operator") == nil && context.last("no_such_operator") == nil)
        #expect(context.message.isEmpty)
    }

    @Test func oneNameSelectsForAll() {
        let context = KernelContext()
        for specification in Self.namesForAll + Self.namesForAll.map({ "all=\($0)" }) {
            context.select("gemm=reference")
            #expect(context.select(specification) == CK_OK, "\(specification): \(context.message)")
            let expected = specification.hasSuffix("reference") ? "reference" : "auto"
            for name in Registry.operatorNames { #expect(context.selected(name) == expected, "\(specification)") }
        }
    }

    /// An instruction-set name is a ceiling: each operator takes the best variant that needs no more.
    @Test(arguments: Registry.operatorNames) func instructionSetIsACeiling(name: String) throws {
        for (ceiling, specification) in Self.namesForAll.dropFirst(2).enumerated() {
            let context = KernelContext(threads: 2, kernels: specification)
            let call = try #require(operatorCases(name)).entryPoints[0]
            #expect(Harness.execute(call, in: context).status == CK_OK)
            let last = try #require(context.last(name))
            let allowed = Registry.variants(of: name).filter {
                Self.levels.firstIndex(of: $0.instructionSet)! <= ceiling
            }
            #expect(allowed.map(\.name).contains(last), "\(specification) ran \(name)/\(last)")
            if allowed.count > 1 { #expect(last != "reference", "\(specification) ran \(name)/\(last)") }
        }
    }

    @Test func listsSelectByOperator() {
        let context = KernelContext()
        #expect(context.select("gemm=reference") == CK_OK)
        #expect(context.selected("gemm") == "reference" && context.selected("conv2d") == "auto")
        #expect(context.select("conv2d=reference,softmax=reference") == CK_OK)
        // What a list does not name stays.
        for name in ["gemm", "conv2d", "softmax"] { #expect(context.selected(name) == "reference") }
        #expect(context.select("all=reference,gemm=auto") == CK_OK)
        #expect(context.selected("gemm") == "auto" && context.selected("random") == "reference")
        #expect(context.select("auto,random=reference") == CK_OK)
        #expect(context.selected("softmax") == "auto" && context.selected("random") == "reference")
        // A name for all sets the rest, wherever it stands.
        for specification in ["conv2d=reference,all=generic", "conv2d=reference,generic"] {
            #expect(context.select("auto") == CK_OK && context.select(specification) == CK_OK)
            #expect(context.selected("conv2d") == "reference" && context.selected("random") == "auto")
            let product = GEMMShape(m: 2, n: 3, k: 4).call(.uniform)
            #expect(Harness.execute(product, in: context).status == CK_OK)
            #expect(context.last("gemm") == "generic", "\(specification)")
        }
    }

    /// Where a call runs another variant than the selected one, the registry says so.
    @Test func lastVariantIsTheOneThatRan() {
        let context = KernelContext(kernels: "gemm=reference,conv2d=gather")
        let shape = ConvolutionShape(size: [5, 6], kernel: [3, 3])
        #expect(Harness.execute(shape.call(.forward, .uniform), in: context).status == CK_OK)
        #expect(context.last("conv2d") == "gather")
        #expect(context.last("gemm") == "generic", "gather needs a kernel that works on panels")
        var empty = shape
        empty.batch = 0
        #expect(Harness.execute(empty.call(.forward, .uniform), in: context).status == CK_OK)
        #expect(context.last("conv2d") == "reference")
        #expect(context.select("gemm=generic") == CK_OK)
        #expect(context.last("gemm") == nil)
        #expect(Harness.execute(GEMMShape(m: 2, n: 3, k: 0).call(.uniform), in: context).status == CK_OK)
        #expect(context.last("gemm") == "reference")
    }

    @Test(arguments: Registry.runnable) func everyVariantCanBeNamed(variant: Variant) {
        let context = KernelContext()
        #expect(context.select("\(variant.operatorName)=\(variant.name)") == CK_OK)
        #expect(context.selected(variant.operatorName) == variant.name)
    }

    @Test(arguments: Registry.variants.filter { !$0.isSupported }) func unsupportedVariantsAreRefused(variant: Variant)
    {
        let context = KernelContext()
        #expect(context.select("\(variant.operatorName)=\(variant.name)") == CK_UNSUPPORTED)
        #expect(context.message.contains("CPU") && context.message.contains(variant.name))
        for valid in Registry.variants(of: variant.operatorName) where valid.isSupported {
            #expect(context.message.contains(valid.name))
        }
        #expect(context.selected(variant.operatorName) == "auto")
    }

    @Test(arguments: [
        "", ",", "nonsense", "AVX2", "gemm", "gather", "all=", "all=gather", " auto", "auto,", "reference,nonsense",
    ])
    func unknownNamesForAllListTheValidOnes(specification: String) {
        let context = KernelContext(kernels: "gemm=reference")
        #expect(context.select(specification) == CK_UNSUPPORTED)
        for name in Self.namesForAll { #expect(context.message.contains(name), "\(context.message)") }
        #expect(context.selected("gemm") == "reference")
        #expect(context.selected("conv2d") == "auto")
    }

    @Test(arguments: ["gemm=nonsense", "gemm=", "gemm=reference2", "conv2d=reference,gemm=refer", "gemm==auto"])
    func unknownVariantsListTheValidOnes(specification: String) {
        let context = KernelContext(kernels: "softmax=reference")
        #expect(context.select(specification) == CK_UNSUPPORTED)
        #expect(context.message.contains("gemm") && context.message.contains("auto"))
        for variant in Registry.variants(of: "gemm") where variant.isSupported {
            #expect(context.message.contains(variant.name), "\(context.message)")
        }
        #expect(context.selected("gemm") == "auto" && context.selected("conv2d") == "auto")
        #expect(context.selected("softmax") == "reference")
    }

    @Test(arguments: ["gem=auto", "=auto", "conv=avx2", "random=reference,Gemm=auto"])
    func unknownOperatorsListTheValidOnes(specification: String) {
        let context = KernelContext()
        #expect(context.select(specification) == CK_UNSUPPORTED)
        for name in Registry.operatorNames { #expect(context.message.contains(name), "\(context.message)") }
        #expect(context.selected("random") == "auto")
    }

    @Test func missingSpecificationIsRefused() {
        let context = KernelContext()
        #expect(ck_context_select_kernels(context.pointer, nil) == CK_INVALID_ARGUMENT)
        #expect(!context.message.isEmpty)
        #expect(ck_context_select_kernels(nil, "auto") == CK_INVALID_ARGUMENT)
    }
}
