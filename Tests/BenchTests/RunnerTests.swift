import Testing

@testable import bench

@Suite("Checks before timing")
struct RunnerTests {
    private func row(_ workload: Workload, checkedOn checked: Workload? = nil) throws -> Row {
        let runner = try Runner(
            workload, reference: try Reference(checked ?? workload), checkedShape: checked?.shape, seconds: 1e-4,
            limits: Samples.limits)
        return try runner.run(VariantSelection(named: [Samples.generic], includesAutomatic: false), threads: 1)[0]
    }

    @Test("A right result is timed")
    func right() throws {
        let row = try row(try Samples.gemm())
        #expect(row.outcome == .measured)
        let timing = try #require(row.timing)
        #expect(timing.lowerQuartile <= timing.median && timing.median <= timing.upperQuartile && timing.samples >= 3)
        #expect(try #require(row.timesReference) > 0)
        #expect(try #require(row.shareOfLimit) > 0)
        #expect(throws: Never.self) { try RunCommand.check([row]) }
    }

    @Test(
        "A wrong or missing result is reported, not timed, and ends the program with an error", arguments: [0.01, .nan])
    func wrong(error: Float) throws {
        let row = try row(try Samples.gemm(error: error))
        #expect(row.outcome == .wrong && row.timing == nil)
        #expect(row.difference > 0.009)
        #expect(RowPrinter.line(row).contains("WRONG"))
        #expect(JSONReport(rows: [row], limits: Samples.limits).rows[0].outcome == .wrong)
        do {
            try RunCommand.check([row])
            Issue.record("no error")
        } catch {
            #expect("\(error)".contains("gemm/generic"))
        }
    }

    @Test("A wrong result is found in the smaller shape that stands for a large one")
    func wrongInSmallerShape() throws {
        let full = try Samples.gemm(error: 0.01, shape: "M=16,N=16,K=16")
        let row = try row(full, checkedOn: try Samples.gemm(error: 0.01))
        #expect(row.outcome == .wrong && row.checkedShape == "M=8,N=8,K=8")
        #expect(RowPrinter.line(row).contains("in the shape M=8,N=8,K=8"))
    }

    @Test("The reference of a large shape is estimated from the smaller one, and marked so")
    func estimatedReference() throws {
        let full = try Samples.gemm(shape: "M=64,N=64,K=64")
        let small = try Samples.gemm()
        let runner = try Runner(
            full, reference: try Reference(small), checkedShape: small.shape, seconds: 1e-3, limits: Samples.limits)
        let rows = try runner.run(VariantChoice("all").variants(of: "gemm"), threads: 1)
        #expect(rows[0].variant.name == "reference" && rows[0].outcome == .estimated && rows[0].shareOfLimit == nil)
        #expect(rows.dropFirst().allSatisfy { $0.outcome == .measured && $0.checkedShape == small.shape })
        #expect(JSONReport(rows: rows, limits: Samples.limits).rows[1].checkedShape == small.shape)
    }

    @Test("Bytes follow from the operands: updated ones are read and written")
    func bytes() throws {
        let shape = { (benchmark: OperatorBenchmark, text: String) in
            try ShapeArguments(text, keys: benchmark.keys, operatorName: benchmark.name)
        }
        let gemm = try Samples.gemm()
        #expect(gemm.bytesRead == 512 && gemm.bytesWritten == 256 && gemm.workingSet == 768)
        let adam = OperatorBenchmark.optimizer.workloads(try shape(.optimizer, "count=100"))[1]
        #expect(adam.bytesRead == 1600 && adam.bytesWritten == 1200 && adam.workingSet == 1600)
        let embedding = OperatorBenchmark.embedding.workloads(
            try shape(.embedding, "count=10,vocabulary=1000,dimension=4"))[0]
        #expect(embedding.bytesRead == 200 && embedding.bytesWritten == 160)
    }
}
