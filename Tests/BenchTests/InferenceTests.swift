import SwiftletTensor
import TestSupport
import Testing

@testable import bench

@Suite("Inference of models")
struct InferenceTests {
    @Test("Inference neither trains nor draws from what training draws", arguments: StepModel.allCases)
    func inference(model: StepModel) throws {
        let context = try ComputeContext(threads: 1)
        func losses(inferring: Bool) throws -> [Float] {
            let step = try model.makeStep(batchSize: 2, in: context)
            return try (0..<2).map { _ in
                if inferring { for _ in 0..<64 { #expect(try step.infer().elements.allSatisfy(\.isFinite)) } }
                return try step.run()
            }
        }
        // The resident batches of every model have come round after 64 calls.
        #expect(try losses(inferring: true) == losses(inferring: false))
    }

    @Test("Inference asks the system for no buffer after the first calls", arguments: StepModel.allCases)
    func inferenceAllocations(model: StepModel) throws {
        let context = try ComputeContext(threads: 1)
        let step = try model.makeStep(batchSize: 1, in: context)
        for _ in 0..<2 { _ = try step.infer() }
        let before = context.statistics.systemAllocations
        for _ in 0..<3 { _ = try step.infer() }
        #expect(context.statistics.systemAllocations == before)
    }

    @Test("Inference of one model with one batch size, and with two")
    func inferenceCommand() throws {
        let folder = try TemporaryFolder()
        let arguments = ["inference", "cvae", "--threads", "1", "--seconds", "0.01", "--json", "--batch"]
        let one = try Program.run("bench", arguments + ["3"], in: folder)
        #expect(one.status == 0, "\(one.errors)")
        let json = try one.json
        #expect(json["model"] as? String == "cvae" && json["batch_size"] as? Int == 3)
        let (p50, p99) = (try #require(json["p50_s"] as? Double), try #require(json["p99_s"] as? Double))
        #expect(p50 > 0 && p99 >= p50)
        #expect(json["allocations_per_call"] as? Double == 0)
        let two = try Program.run("bench", arguments + ["1,2"], in: folder)
        #expect(two.status == 0, "\(two.errors)")
        let line = try #require(two.output.split(separator: "\n").last)
        #expect(line.contains("\"batch_size\":1,") && line.contains("\"batch_size\":2,"))
    }
}
