import SwiftletTensor
import TestSupport
import Testing

@testable import bench

@Suite("Training steps of models")
struct StepTests {
    @Test("After the second step a training loop asks the system for no buffer", arguments: StepModel.allCases)
    func allocations(model: StepModel) throws {
        let context = try ComputeContext(threads: 1)
        let step = try model.makeStep(batchSize: 2, in: context)
        for _ in 0..<2 { _ = try step.run() }
        let before = context.statistics.systemAllocations
        #expect(before > 0)
        for _ in 0..<3 { _ = try step.run() }
        #expect(context.statistics.systemAllocations == before)
    }

    @Test("The reference kernels take the same steps", arguments: StepModel.allCases)
    func reference(model: StepModel) throws {
        func losses(_ kernels: String) throws -> [Float] {
            let step = try model.makeStep(batchSize: 2, in: ComputeContext(threads: 2, kernels: kernels))
            return try (0..<2).map { _ in try step.run() }
        }
        for (expected, actual) in zip(try losses("reference"), try losses("auto")) {
            #expect(abs(actual - expected) <= 2e-3 * abs(expected))
        }
    }

    @Test(
        "A step changes the parameters: on the same few batches the loss falls", arguments: [StepModel.cvae, .convcvae])
    func learning(model: StepModel) throws {
        let step = try model.makeStep(batchSize: 8, in: ComputeContext(threads: 1))
        let losses = try (0..<48).map { _ in try step.run() }
        let (first, last) = (losses.prefix(16).reduce(0, +), losses.suffix(16).reduce(0, +))
        #expect(last < 0.999 * first)
    }

    @Test("Multiply-adds and parameters, counted by hand")
    func costs() throws {
        let context = try ComputeContext(threads: 1)
        // 794 x 400 without a gradient of the input; 400 x 40, 30 x 400 and 400 x 784 with it.
        let cvae = try StepModel.cvae.makeStep(batchSize: 1, in: context).cost
        #expect(cvae.multiplyAdds == 1_660_000)
        #expect(cvae.parameterCount == 318_000 + 16_040 + 12_400 + 314_384)
        // Maps of 60 positions of 5 x 300 by 100, and 100 x 2.
        let textcnn = try StepModel.textcnn.makeStep(batchSize: 1, in: context).cost
        #expect(textcnn.multiplyAdds == 27_000_600)
        #expect(textcnn.parameterCount == 6_000_000 + 150_100 + 202)
        // Generator: 100 x 128 x 49, 128 x 64 on 49 positions of 16, 64 x 1 on 196. Discriminator: the last two backwards,
        // and 128 x 49.
        let dcgan = try StepModel.dcgan28.makeStep(batchSize: 1, in: context).cost
        let generator = 2 * 627_200 + 3 * 6_623_232
        let discriminator = 6 * 200_704 + 8 * 6_428_800
        #expect(dcgan.multiplyAdds == Double(generator + discriminator))
    }

    @Test("What cannot be profiled is refused in one sentence")
    func refusals() throws {
        let folder = try TemporaryFolder()
        for (arguments, text) in [
            (["step", "--profile"], "--profile takes one model, got 10"),
            (["step", "cvae", "--trace", "t.json"], "--trace needs --profile"),
            (["step", "cvae", "--profile", "--trace", "none/t.json"], "cannot write none/t.json"),
            (["inference", "cvae", "--batch", "1,x"], "--batch must be numbers separated by commas, got '1,x'"),
            (["inference", "cvae", "--batch", "0"], "--batch must be from 1 to 65536, got 0"),
            (["inference", "--threads", "0"], "--threads must be from 1 to 1024, got 0"),
            (["inference", "cvae", "--profile"], "--profile takes one model and one --batch, got 2 measurements"),
        ] {
            let result = try Program.run("bench", arguments, in: folder)
            #expect(result.status != 0 && result.output.isEmpty)
            #expect(result.errors.hasPrefix("error: ") && result.errors.contains(text), "\(result.errors)")
        }
    }

    @Test("One model: a table, and a last line of JSON")
    func command() throws {
        let result = try Program.run(
            "bench", ["step", "cvae", "--threads", "1", "--batch", "4", "--seconds", "0.01", "--json"],
            in: TemporaryFolder())
        #expect(result.status == 0, "\(result.errors)")
        let json = try result.json
        #expect(json["model"] as? String == "cvae")
        #expect(json["batch_size"] as? Int == 4)
        #expect(json["threads"] as? Int == 1)
        #expect(json["allocations_per_step"] as? Double == 0)
        let times = try #require(json["step_s"] as? [Double])
        #expect(times.count >= 3)
        let speed = try #require(json["samples_per_s"] as? Double)
        let expected = Double(4 * times.count) / times.reduce(0, +)
        #expect(abs(speed - expected) < 1e-6 * expected)
        for key in ["first_step_s", "peak_rss_mb", "least_step_s"] {
            #expect(try #require(json[key] as? Double) > 0, "\(key)")
        }
    }

    @Test("Several models: each in its own process, one list")
    func several() throws {
        let result = try Program.run(
            "bench", ["step", "cvae", "convcvae", "--threads", "1", "--batch", "2", "--seconds", "0.01", "--json"],
            in: TemporaryFolder())
        #expect(result.status == 0, "\(result.errors)")
        let line = try #require(result.output.split(separator: "\n").last)
        #expect(line.hasPrefix("[{") && line.hasSuffix("}]"))
        #expect(line.contains("\"model\":\"cvae\"") && line.contains("\"model\":\"convcvae\""))
    }
}
