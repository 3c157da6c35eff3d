import Foundation
import SwiftletTensor
import TestSupport
import Testing

@testable import bench

@Suite("Profiles of steps")
struct ProfileTests {
    @Test(
        "The profile counts the products that the cost counts",
        arguments: [StepModel.cvae, .convcvae, .siamese, .dcgan28, .dcgan64, .textcnnAverage])
    func profiledProducts(model: StepModel) throws {
        let context = try ComputeContext(threads: 1)
        let step = try model.makeStep(batchSize: 2, in: context)
        let recorder = KernelRecorder()
        _ = try recorder.record(in: context) { _ = try step.run() }
        let recorded = recorder.steps[0].calls.reduce(0) { $0 + $1.work.multiplyAdds }
        #expect(Double(recorded) == (try step.cost.multiplyAdds))
        #expect(context.observer == nil)
    }

    @Test("The profile tells forward, backward and update apart, and adds up")
    func profile() throws {
        let context = try ComputeContext(threads: 1)
        let step = try StepModel.cvae.makeStep(batchSize: 4, in: context)
        _ = try step.run()
        let limits = MachineLimits(
            peaks: [.init(instructionSet: Machine.instructionSet, threads: 1, gigaflopsPerSecond: 100)],
            bandwidths: [.init(level: .memory, threads: 1, capacity: nil, read: 10, write: 10, copy: 10, update: 10)])
        let recorder = KernelRecorder()
        let profile = try StepProfile(in: context, recorder, seconds: 0, limits: limits) { _ = try step.run() }
        #expect(recorder.steps.count == 1)
        func calls(_ phase: String, _ name: String) -> Double? {
            profile.rows.first { $0.phase == phase && $0.operatorName == name }?.calls
        }
        #expect(calls("forward", "matmul") == 5)
        #expect(calls("backward", "matmul") == 9)
        #expect(calls("update", "adam") == 10)
        let kernels = profile.rows.reduce(0) { $0 + $1.seconds }
        #expect(abs(kernels + profile.leftOverSeconds - profile.stepSeconds) < 1e-12)
        #expect(profile.leftOverSeconds > 0)
        // Parameter, both moments and gradient are read, all but the gradient written; 10 GB/s.
        let update = try #require(profile.rows.first { $0.operatorName == "adam" })
        let bytes = Double(try step.cost.parameterCount) * 7 * 4
        #expect(abs(update.gigabytes - bytes * 1e-9) < 1e-12)
        #expect(abs(update.leastSeconds - bytes * 1e-10) < 1e-9)
        #expect(profile.teamStarts == 0 && profile.teamStartSeconds == 0)
    }

    @Test("A profile in the terminal and as a trace")
    func trace() throws {
        let folder = try TemporaryFolder()
        let result = try Program.run(
            "bench",
            [
                "step", "cvae", "--threads", "2", "--batch", "4", "--seconds", "0.01", "--profile", "--trace",
                "trace.json", "--json",
            ], in: folder)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("left over") && result.errors.contains("starts of a team of threads"))
        let profile = try #require(try result.json["profile"] as? [String: Any])
        #expect(try #require(profile["step_seconds"] as? Double) > 0)
        let data = try Data(contentsOf: folder.url.appendingPathComponent("trace.json"))
        let trace = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let events = try #require(trace["traceEvents"] as? [[String: Any]])
        let slices = events.filter { $0["ph"] as? String == "X" }
        let steps = slices.filter { $0["cat"] as? String == "step" }
        #expect(steps.count >= 1 && slices.count >= steps.count * 50)
        func time(_ event: [String: Any]) throws -> ClosedRange<Double> {
            let start = try #require(event["ts"] as? Double)
            return start...(start + (try #require(event["dur"] as? Double)))
        }
        // Every call lies within a step.
        let times = try steps.map(time)
        for slice in slices where slice["cat"] as? String != "step" {
            let here = try time(slice)
            #expect(times.contains { $0.lowerBound <= here.lowerBound && here.upperBound <= $0.upperBound + 1e-3 })
        }
    }
}
