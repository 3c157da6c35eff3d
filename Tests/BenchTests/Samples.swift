import CKernels

@testable import bench

/// Rows, limits and figures with known values.
enum Samples {
    /// A product of 8 x 8 matrices whose results are `error` too large unless the reference runs.
    static func gemm(error: Float = 0, shape: String = "M=8,N=8,K=8") throws -> Workload {
        let gemm = try OperatorBenchmark.named("gemm")
        let arguments = try ShapeArguments(shape, keys: gemm.keys, operatorName: "gemm")
        var workload = gemm.workloads(arguments)[0]
        let correct = workload.call
        workload.call = { context, inputs, outputs in
            let status = correct(context, inputs, outputs)
            let selected = ck_context_selected_variant(context, "gemm").map { String(cString: $0) }
            if selected != "reference" { outputs[0][5] += error }
            return status
        }
        return workload
    }

    static let generic = Registry.variants(of: "gemm").first { $0.name == "generic" }!

    /// 100 GFLOP/s on AVX2 and 50 without; L1 of 1000 bytes, L2 of 10 000, memory.
    static let limits = MachineLimits(
        peaks: [
            .init(instructionSet: "baseline", threads: 1, gigaflopsPerSecond: 50),
            .init(instructionSet: "avx2", threads: 1, gigaflopsPerSecond: 100),
        ],
        bandwidths: [
            .init(level: .level1, threads: 1, capacity: 1000, read: 80, write: 40, copy: 90, update: 100),
            .init(level: .level2, threads: 1, capacity: 10_000, read: 40, write: 20, copy: 45, update: 50),
            .init(level: .memory, threads: 1, capacity: nil, read: 8, write: 4, copy: 9, update: 10),
        ])

    static func row(_ workload: Workload, median: Double, isAutomatic: Bool = true) -> Row {
        var row = Row(workload: workload, variant: generic, threads: 1, outcome: .measured)
        row.isAutomatic = isAutomatic
        row.timing = Timing([median * 0.99, median, median, median * 1.01])
        row.setNeed(limits)
        return row
    }

    /// Figures of one row for each shape, with quartiles 2 % around the median.
    static func report(_ medians: [(shape: String, seconds: Double)], samples: Int = 9) -> JSONReport {
        let rows = medians.map { shape, seconds -> Row in
            var workload = try! gemm()
            workload.shape = shape
            return row(workload, median: seconds)
        }
        var report = JSONReport(rows: rows, limits: limits)
        for index in report.rows.indices {
            let median = report.rows[index].medianSeconds!
            report.rows[index].lowerQuartileSeconds = median * 0.98
            report.rows[index].upperQuartileSeconds = median * 1.02
            report.rows[index].samples = samples
        }
        return report
    }
}
