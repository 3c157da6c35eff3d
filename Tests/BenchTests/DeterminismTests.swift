import TestSupport
import Testing

@testable import bench

@Suite("Whether trainings have the same bits") struct DeterminismTests {
    private func trace(threads: Int = 1, kernels: String = "auto", steps: Int = 2) throws -> TrainingTrace {
        try TrainingTrace(of: .cvae, steps: steps, batchSize: 8, threads: threads, kernels: kernels)
    }

    @Test("The same on other numbers of threads; one more step, or other kernels, are told apart")
    func traces() throws {
        let first = try trace()
        #expect(try trace(threads: 3) == first)
        let longer = try trace(steps: 3)
        #expect(longer != first && longer.digest != first.digest)
        #expect(Array(longer.losses.prefix(2)) == first.losses)
        let reference = try trace(kernels: "reference")
        #expect(reference != first)
        let difference = reference.lossDifference(from: first)
        #expect(difference < 1e-5)
        #expect(first.lossDifference(from: first) == 0)
    }

    @Test("The command prints a line a model; a bound that nothing can meet ends it with status 1")
    func command() throws {
        let folder = try TemporaryFolder()
        let arguments = ["determinism", "convcvae", "--steps", "2", "--batch", "4", "--threads", "1,2"]
        let passed = try Program.run("bench", arguments, in: folder)
        #expect(passed.status == 0, "\(passed.errors)")
        #expect(passed.output.hasPrefix("convcvae: 2 steps on 1,2 threads: the same bits in 4 trainings ("))
        let failed = try Program.run("bench", arguments + ["--bound=-1"], in: folder)
        #expect(failed.status == 1 && failed.output.contains("MORE than -1.0"), "\(failed.output)")
        for wrong in [["--threads", "1,x"], ["--steps", "0"], ["--batch", "0"]] {
            let refused = try Program.run("bench", ["determinism"] + wrong, in: folder)
            #expect(refused.status != 0 && refused.errors.hasPrefix("Error: \(wrong[0])"), "\(refused.errors)")
            #expect(refused.output.isEmpty)
        }
    }
}
