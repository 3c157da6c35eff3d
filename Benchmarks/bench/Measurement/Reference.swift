import CKernels

/// The result that variants must agree with, computed by the reference variant on the operands of a workload.
struct Reference {
    let workload: Workload
    let inputs: [Buffer]
    private let expected: [Buffer]
    private let context: KernelContext
    /// Of the first call.
    private let firstSeconds: Double

    init(_ workload: Workload) throws {
        try workload.checkMemory()
        self.workload = workload
        let context = try KernelContext(threads: 1, kernels: "reference")
        self.context = context
        let inputs = try workload.makeInputs()
        let expected = try workload.makeOutputs()
        self.inputs = inputs
        self.expected = expected
        var status = CK_OK
        firstSeconds = Timing.time { status = workload.run(in: context, inputs, expected) }
        guard status == CK_OK else { throw BenchError(context.message) }
    }

    /// The reference's own time; its first call counts where it is slow.
    func timing(seconds: Double) throws -> Timing {
        if firstSeconds > seconds { return Timing(once: firstSeconds) }
        let outputs = try workload.makeOutputs()
        return Timing(Timing.samples(seconds: seconds) { _ = workload.run(in: context, inputs, outputs) })
    }

    /// Largest difference of outputs from the expected ones; infinite where NaN or another index comes out.
    func difference(_ outputs: [Buffer]) throws -> Double {
        try zip(workload.outputs, zip(outputs, expected)).map { output, pair in
            try difference(output, pair.0, pair.1)
        }.max() ?? 0
    }

    private func difference(_ output: Workload.Output, _ got: Buffer, _ want: Buffer) throws -> Double {
        if got.holdsSameBits(as: want) { return 0 }
        if output.isInteger { return .infinity }
        // Subtract and find the extremes with the reference kernels: quick in a debug build too.
        var broadcast = ck_broadcast(outer: 1, axis: Int64(output.count), inner: 1)
        var whole = ck_reduce_descriptor(outer: 1, axis: Int64(output.count), inner: 1)
        let differences = Buffer(count: output.count)
        context.expect(
            ck_binary_f32(
                context.pointer, CK_BINARY_SUBTRACT, &broadcast, got.pointer, want.pointer, differences.pointer))
        context.expect(
            ck_unary_f32_forward(
                context.pointer, CK_UNARY_ABS, 0, Int64(output.count), differences.pointer, differences.pointer))
        var position: Int32 = 0
        // NaN counts as largest.
        context.expect(ck_argmax_f32(context.pointer, &whole, differences.pointer, &position))
        let largest = withExtendedLifetime(differences) { Double(differences.pointer[Int(position)]) }
        return largest.isNaN ? .infinity : largest
    }
}
