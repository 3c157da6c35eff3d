import CKernels
import Testing

/// Deliberately wrong kernels: the harness must report each of them, and for the right reason.
@Suite(.serialized) struct WrongKernelTests {
    /// A call that is right in the reference context and goes through `wrong` in all others.
    private func sabotaged(_ call: KernelCase, _ wrong: @escaping (KernelCase.Call) -> ck_status) -> KernelCase {
        var copy = call
        let right = call.run
        copy.run = { isReference($0.context) ? right($0) : wrong($0) }
        return copy
    }

    private func isReference(_ context: OpaquePointer?) -> Bool {
        String(cString: ck_context_selected_variant(context, "random")) == "reference"
    }

    private func kinds(_ call: KernelCase, operatorName: String = "gemm") -> Set<Failure.Kind> {
        let variant = Registry.runnable.last { $0.operatorName == operatorName }!
        let reference = KernelContext(kernels: "reference")
        return Set(Harness.failures(call, [Harness.Contexts(variant)], reference: reference).map(\.kind))
    }

    @Test func theRightKernelPasses() {
        #expect(kinds(GEMMShape(m: 13, n: 9, k: 33).call(.integers)) == [])
        #expect(kinds(GEMMShape(m: 13, n: 9, k: 33).randomCall()) == [])
    }

    /// Leaves out the last product of each sum.
    @Test(arguments: [false, true]) func lastProductLeftOut(random: Bool) {
        let shape = GEMMShape(m: 13, n: 9, k: 33)
        let call = sabotaged(random ? shape.randomCall() : shape.call(.integers)) { call in
            var descriptor = shape.descriptor()
            descriptor.k -= 1
            return ck_gemm_f32(call.context, &descriptor, call["a"], call["b"], nil, call["c"])
        }
        #expect(kinds(call) == [.values])
        let context = KernelContext(threads: 2)
        var definition = shape.definition()
        #expect(Harness.failures(definition, in: context).isEmpty)
        definition.call = call
        #expect(Harness.failures(definition, in: context).map(\.kind) == [.values])
    }

    /// An error of a few roundings in one element, far below what a fixed tolerance of 1e-4 would see.
    @Test func slightlyWrongElement() {
        let shape = GEMMShape(m: 4, n: 4, k: 4)
        let right = shape.randomCall()
        let call = sabotaged(right) { call in
            let status = right.run(call)
            call["c"]![7] += 1e-5
            return status
        }
        #expect(kinds(call) == [.values])
    }

    @Test func stridesSwapped() {
        let shape = ConvolutionShape(size: [12, 12], kernel: [3, 3], stride: [1, 2], padding: [1, 1])
        var swapped = shape
        swapped.stride = [2, 1]
        let call = sabotaged(shape.call(.forward, .integers), swapped.unchecked(.forward))
        #expect(kinds(call, operatorName: "conv2d").contains(.values))
    }

    @Test func readsItsDestinationWithBetaZero() {
        let shape = GEMMShape(m: 5, n: 6, k: 7)
        let call = sabotaged(shape.call(.integers)) { call in
            var descriptor = shape.descriptor()
            descriptor.beta = 1
            return ck_gemm_f32(call.context, &descriptor, call["a"], call["b"], nil, call["c"])
        }
        #expect(kinds(call).contains(.values))
    }

    /// (The address sanitizer would end the tests at once.)
    @Test(.enabled(if: !AddressSanitizer.isPresent), arguments: [-1, 30])
    func writesOneElementBesideItsOutput(position: Int) {
        let right = GEMMShape(m: 5, n: 6, k: 7).call(.integers)
        let call = sabotaged(right) { call in
            let status = right.run(call)
            call["c"]![position] = 1
            return status
        }
        #expect(kinds(call) == [.guards])
    }

    @Test(.enabled(if: AddressSanitizer.isPresent)) func readsBesideAnOperandAreReported() throws {
        let isPoisoned = try #require(AddressSanitizer.isPoisoned)
        for aligned in [false, true] {
            let buffer = GuardedBuffer(TestValues.uniform(30, 1).words, aligned: aligned)
            for word in 0..<30 { #expect(isPoisoned(buffer.address + word * 4) == 0) }
            // Memory is marked in groups of eight bytes, of which the first may be valid but not the last alone.
            for word in [-3, 30, 60] { #expect(isPoisoned(buffer.address + word * 4) != 0) }
            #expect(buffer.isIntact)
        }
    }

    @Test func writesBetweenTheRows() {
        let right = GEMMShape(m: 5, n: 6, k: 7, gap: 2).call(.integers)
        let call = sabotaged(right) { call in
            let status = right.run(call)
            call["c"]![6] = 1
            return status
        }
        #expect(kinds(call) == [.gaps])
    }

    @Test func leavesAnElementUnwritten() {
        let shape = GEMMShape(m: 5, n: 6, k: 7)
        let call = sabotaged(shape.call(.integers)) { call in
            var descriptor = shape.descriptor()
            descriptor.m -= 1
            return ck_gemm_f32(call.context, &descriptor, call["a"], call["b"], nil, call["c"])
        }
        #expect(kinds(call) == [.values, .unwritten])
    }

    @Test func changesAnInput() {
        let right = GEMMShape(m: 5, n: 6, k: 7).call(.integers)
        let call = sabotaged(right) { call in
            let status = right.run(call)
            call["b"]![3] += 1
            return status
        }
        #expect(kinds(call) == [.inputs])
    }

    /// Splits its sum by the number of threads, so that rounding depends on it.
    @Test func dependsOnTheNumberOfThreads() {
        let shape = GEMMShape(m: 5, n: 6, k: 64)
        let call = sabotaged(shape.randomCall()) { call in
            let threads = Int64(ck_context_threads(call.context))
            for part in 0..<threads {
                var descriptor = shape.descriptor()
                let (begin, end) = (part * 64 / threads, (part + 1) * 64 / threads)
                descriptor.k = end - begin
                descriptor.beta = part == 0 ? 0 : 1
                let status = ck_gemm_f32(
                    call.context, &descriptor, call["a"]! + Int(begin), call["b"]! + Int(begin * 6), nil, call["c"])
                guard status == CK_OK else { return status }
            }
            return CK_OK
        }
        #expect(kinds(call) == [.threads])
    }

    @Test func failsButTouchesItsOutput() {
        let right = GEMMShape(m: 5, n: 6, k: 7).call(.integers)
        let call = sabotaged(right) { call in
            _ = right.run(call)
            return CK_INVALID_ARGUMENT
        }
        #expect(kinds(call) == [.status])
        let execution = Harness.execute(call, in: KernelContext())
        #expect(execution.failures.map(\.kind) == [.status])
    }

    @Test func readsThroughTheStridesOfTheOtherOperand() {
        let layouts = [ArrayLayout.permuted([6, 9], [1, 0]), .contiguous([9, 6])]
        let right = ArrayCopyCases.call(ArrayCopyCases.Shape(layouts[0]))
        let call = sabotaged(right) { call in
            let (sizes, strides) = (layouts[0].cSizes, layouts[1].cStrides)
            return ck_copy_strided(call.context, 4, 2, sizes, call["input"], strides, call["output"], strides)
        }
        #expect(kinds(right, operatorName: "array") == [])
        #expect(kinds(call, operatorName: "array") == [.values])
    }

    /// The last of equal values, in place of the first.
    @Test func sortsWithoutKeepingTheOrderOfEqualValues() {
        let right = ArraySortCases.call(ArraySortCases.Shape(2, 70, 1), descending: false, TestValues.integers(140, 1))
        let call = sabotaged(right) { call in
            let status = right.run(call)
            swap(&call.integers("indices")![0], &call.integers("indices")![1])
            return status
        }
        #expect(kinds(call, operatorName: "array") == [.values])
    }

    @Test func returnsTheWrongIndex() {
        let shape = PoolShape(size: [6, 6], kernel: [2, 2], stride: [2, 2])
        let right = shape.forward(.uniform)
        let call = sabotaged(right) { call in
            let status = right.run(call)
            call.integers("indices")![4] += 1
            return status
        }
        #expect(kinds(call, operatorName: "max_pool2d") == [.values])
    }
}
