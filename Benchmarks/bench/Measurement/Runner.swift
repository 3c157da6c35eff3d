import CKernels
import Foundation

/// What came of one variant in one workload.
struct Row {
    enum Outcome: String { case measured, wrong }
    var workload: Workload
    var variant: String
    var threads: Int
    var outcome: Outcome
    /// Whether `auto` runs this variant in this shape.
    var isAutomatic = false
    var timing: Timing?
    /// Largest difference from the reference.
    var difference = 0.0
    var timesReference: Double?
    var timesAutomatic: Double?

    var gigaflops: Double? { timing.flatMap { workload.operations > 0 ? workload.operations / $0.median * 1e-9 : nil } }
    var gigabytes: Double? { timing.map { workload.bytes / $0.median * 1e-9 } }
}

/// Checks and times the variants of one workload.
struct Runner {
    private let workload: Workload
    private let threads: Int
    private let seconds: Double
    private let reference: KernelContext
    private let inputs: [Buffer]
    private let expected: [Buffer]
    private let referenceTiming: Timing

    init(_ workload: Workload, threads: Int, seconds: Double) throws {
        self.workload = workload
        self.threads = threads
        self.seconds = seconds
        let reference = try KernelContext(threads: threads, kernels: "reference")
        let fast = try KernelContext(threads: threads, kernels: "auto")
        self.reference = reference
        let inputs = workload.inputs.enumerated().map { Buffer($1, key: UInt64($0 + 1), in: fast) }
        let expected = Self.outputs(workload, in: fast)
        self.inputs = inputs
        self.expected = expected
        // The reference's first call gives the expected result, and its time where it is slow.
        let start = DispatchTime.now().uptimeNanoseconds
        let status = workload.run(in: reference, inputs, expected)
        let first = Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
        guard status == CK_OK else { throw BenchError(reference.message) }
        if first > seconds {
            referenceTiming = Timing(median: first, spread: 0, samples: 1)
        } else {
            let scratch = Self.outputs(workload, in: fast)
            referenceTiming = Timing.measure(seconds: seconds) {
                _ = workload.run(in: reference, inputs, scratch)
            }
        }
    }

    private static func outputs(_ workload: Workload, in context: KernelContext) -> [Buffer] {
        workload.outputs.enumerated().map { index, output in
            let buffer = Buffer(count: output.count)
            if let initial = output.initial {
                buffer.fill(initial, key: UInt64(100 + index), in: context)
            } else {
                // NaN: an element that is left unwritten must show.
                context.expect(ck_fill_f32(context.pointer, Int64(output.count), .nan, buffer.pointer))
            }
            return buffer
        }
    }

    func run(_ variants: [Variant]) throws -> [Row] {
        let automatic = try automaticVariant()
        var rows = try variants.map { variant -> Row in
            try row(variant.name, automatic: automatic)
        }
        let automaticTiming: Timing? =
            if let row = rows.first(where: { $0.variant == automatic }) { row.timing } else {
                try row(automatic, automatic: automatic).timing
            }
        for index in rows.indices {
            guard let timing = rows[index].timing else { continue }
            rows[index].timesReference = referenceTiming.median / timing.median
            rows[index].timesAutomatic = automaticTiming.map { $0.median / timing.median }
        }
        return rows
    }

    private func automaticVariant() throws -> String {
        let context = try KernelContext(threads: threads, kernels: "auto")
        let outputs = Self.outputs(workload, in: context)
        let status = workload.run(in: context, inputs, outputs)
        guard status == CK_OK else { throw BenchError(context.message) }
        return context.last(workload.operatorName) ?? "reference"
    }

    private func row(_ variant: String, automatic: String) throws -> Row {
        var row = Row(workload: workload, variant: variant, threads: threads, outcome: .measured)
        row.isAutomatic = variant == automatic
        if variant == "reference" {
            row.timing = referenceTiming
            return row
        }
        let context = try KernelContext(threads: threads, kernels: "\(workload.operatorName)=\(variant)")
        let outputs = Self.outputs(workload, in: context)
        let status = workload.run(in: context, inputs, outputs)
        guard status == CK_OK else { throw BenchError(context.message) }
        row.difference =
            try zip(workload.outputs, zip(outputs, expected)).map { output, pair in
                try difference(output, pair.0, pair.1)
            }.max() ?? 0
        guard row.difference <= workload.tolerance else {
            row.outcome = .wrong
            return row
        }
        row.timing = Timing.measure(seconds: seconds) {
            _ = workload.run(in: context, inputs, outputs)
        }
        return row
    }

    /// Largest difference of an output; infinite where NaN or another index comes out.
    private func difference(_ output: Workload.Output, _ got: Buffer, _ want: Buffer) throws -> Double {
        if output.count == 0 || memcmp(got.pointer, want.pointer, output.count * 4) == 0 { return 0 }
        if output.isInteger { return .infinity }
        // Subtract and find the extremes with the reference kernels: quick in a debug build too.
        var broadcast = ck_broadcast(outer: 1, axis: Int64(output.count), inner: 1)
        var whole = ck_reduce_descriptor(outer: 1, axis: Int64(output.count), inner: 1)
        let differences = Buffer(count: output.count)
        reference.expect(
            ck_binary_f32(
                reference.pointer, CK_BINARY_SUBTRACT, &broadcast, got.pointer, want.pointer, differences.pointer))
        reference.expect(
            ck_unary_f32_forward(
                reference.pointer, CK_UNARY_ABSOLUTE, 0, Int64(output.count), differences.pointer,
                differences.pointer))
        var position: Int32 = 0
        // NaN counts as largest.
        reference.expect(ck_argmax_f32(reference.pointer, &whole, differences.pointer, &position))
        let largest = withExtendedLifetime(differences) { Double(differences.pointer[Int(position)]) }
        return largest.isNaN ? .infinity : largest
    }
}
