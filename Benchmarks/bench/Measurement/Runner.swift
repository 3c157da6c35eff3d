import CKernels
import SwiftletTrain

/// Checks and times the variants of one workload.
struct Runner {
    private let workload: Workload
    private let seconds: Double
    private let limits: MachineLimits?
    /// Of the workload, or of a smaller one where the reference takes too long.
    private let reference: Reference
    private let checkedShape: String?
    private let referenceTiming: Timing
    private let inputs: [Buffer]

    /// The reference is computed in full if it takes no longer than this, in seconds.
    static let referenceLimit = 1.0

    init(_ benchmarkCase: BenchmarkCase, seconds: Double, limits: MachineLimits?) throws {
        let (checked, reference) = try Self.reference(for: benchmarkCase)
        let checkedShape = checked.cost < benchmarkCase.cost ? checked.shape.name : nil
        try self.init(
            benchmarkCase.workload, reference: reference, checkedShape: checkedShape, seconds: seconds, limits: limits)
    }

    /// `checkedShape` names the shape of the reference if that is a smaller one.
    init(
        _ workload: Workload, reference: Reference, checkedShape: String? = nil, seconds: Double,
        limits: MachineLimits? = nil
    ) throws {
        try workload.checkMemory()
        self.workload = workload
        self.reference = reference
        self.checkedShape = checkedShape
        self.seconds = seconds
        self.limits = limits
        let timing = try reference.timing(seconds: seconds)
        try Interruption.check()
        if checkedShape == nil {
            inputs = reference.inputs
            referenceTiming = timing
        } else {
            inputs = try workload.makeInputs()
            let checked = reference.workload
            let scale = (workload.operations + workload.bytes) / (checked.operations + checked.bytes)
            referenceTiming = Timing(once: timing.median * scale)
        }
    }

    /// The case itself with its reference, or a smaller one if the reference takes too long: judged by a shape that takes
    /// it some hundredths of a second and then, as large operands make it slower, by one of some tenths.
    private static func reference(for full: BenchmarkCase) throws -> (BenchmarkCase, Reference) {
        func costASecond(_ reference: Reference) throws -> Double {
            (reference.workload.operations + reference.workload.bytes) / (try reference.timing(seconds: 0).median)
        }
        var sample = full.shrunk(toCost: 2e7)
        for share in [0.3, 1] where sample.cost < full.cost {
            let reference = try Reference(sample.workload)
            let affordable = try costASecond(reference) * referenceLimit
            if full.cost <= affordable * share {
                sample = full
            } else if share < 1 {
                sample = full.shrunk(toCost: affordable * share)
            } else {
                return (sample, reference)
            }
        }
        return (sample, try Reference(sample.workload))
    }

    func run(_ selection: VariantSelection, threads: Int) throws -> [Row] {
        let automatic = try automaticVariant(threads: threads)
        let variants = Registry.variants(of: workload.operatorName).filter { variant in
            selection.named.contains { $0.name == variant.name }
                || (selection.includesAutomatic && variant.name == automatic)
        }
        // The variant that auto takes is timed beside the others even if it is not asked for.
        let others = Registry.variants(of: workload.operatorName).filter { $0.name == automatic }
        let measured = variants + others.filter { other in !variants.contains { $0.name == other.name } }
        var rows = try measured.map { try checkedRow($0, isAutomatic: $0.name == automatic, threads: threads) }
        try time(&rows, threads: threads)
        let automaticTiming = rows.first(where: \.isAutomatic)?.timing
        for index in rows.indices {
            guard let timing = rows[index].timing else { continue }
            rows[index].timesReference = referenceTiming.median / timing.median
            rows[index].timesAutomatic = automaticTiming.map { $0.median / timing.median }
        }
        return Array(rows.prefix(variants.count))
    }

    /// In turns, so that what slows the machine for a while slows all variants.
    private func time(_ rows: inout [Row], threads: Int) throws {
        let turns = 3
        let contexts = try rows.map { try KernelContext(threads: threads, kernels: specification($0.variant)) }
        let outputs = try workload.makeOutputs()
        var samples = rows.map { _ in [Double]() }
        for turn in 0..<turns {
            for (index, row) in rows.enumerated() where row.outcome == .measured && row.timing == nil {
                if turn > 0, samples[index].contains(where: { $0 > Timing.longCall }) { continue }
                samples[index] += Timing.samples(seconds: seconds / Double(turns)) {
                    _ = workload.run(in: contexts[index], inputs, outputs)
                }
                try Interruption.check()
            }
        }
        for index in rows.indices where !samples[index].isEmpty { rows[index].timing = Timing(samples[index]) }
    }

    private func specification(_ variant: Variant) -> String { "\(workload.operatorName)=\(variant.name)" }

    private func automaticVariant(threads: Int) throws -> String {
        let context = try KernelContext(threads: threads, kernels: "auto")
        let status = workload.run(in: context, inputs, try workload.makeOutputs())
        guard status == CK_OK else { throw BenchError(context.message) }
        return context.last(workload.operatorName) ?? "reference"
    }

    /// The row of a variant whose result was compared with the reference's, still without its time.
    private func checkedRow(_ variant: Variant, isAutomatic: Bool, threads: Int) throws -> Row {
        var row = Row(workload: workload, variant: variant, threads: threads, outcome: .measured)
        row.isAutomatic = isAutomatic
        row.checkedShape = checkedShape
        row.setNeed(limits)
        if variant.name == "reference" {
            row.timing = referenceTiming
            if checkedShape != nil { row.outcome = .estimated }
            return row
        }
        let context = try KernelContext(threads: threads, kernels: specification(variant))
        row.difference = try reference.difference(try results(of: reference.workload, reference.inputs, in: context))
        if !(row.difference <= reference.workload.tolerance) { row.outcome = .wrong }
        return row
    }

    private func results(of workload: Workload, _ inputs: [Buffer], in context: KernelContext) throws -> [Buffer] {
        let outputs = try workload.makeOutputs()
        guard workload.run(in: context, inputs, outputs) == CK_OK else { throw BenchError(context.message) }
        return outputs
    }
}
