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

    @Test("Where two networks play against each other, the last bits of their parameters are soon seen in the losses")
    func lastBits() throws {
        let traces = try [false, true].map {
            try TrainingTrace(
                of: .dcgan28, steps: 3, batchSize: 4, threads: 1, kernels: "auto", changesLastBits: $0)
        }
        let difference = traces[1].lossDifference(from: traces[0])
        #expect(difference > 0 && difference < 1e-2)
    }

    @Test("The command prints a line a model; a bound that nothing can meet ends it with status 1")
    func command() throws {
        let folder = try TemporaryFolder()
        let arguments = ["determinism", "convcvae", "--steps", "2", "--batch", "4", "--threads", "1,2"]
        let passed = try Program.run("bench", arguments, in: folder)
        #expect(passed.status == 0, "\(passed.errors)")
        #expect(passed.output.hasPrefix("convcvae: 2 steps on 1,2 threads: the same bits in 4 trainings ("))
        let json = try Program.run("bench", arguments + ["--json"], in: folder)
        #expect(json.errors.contains("the same bits in 4 trainings"))
        let model = try #require((try json.json["models"] as? [[String: Any]])?.first)
        #expect(model["model"] as? String == "convcvae" && model["is_passed"] as? Bool == true)
        #expect(model["trainings"] as? Int == 4 && model["threads_with_other_bits"] as? [Int] == [])
        #expect(try json.json["threads"] as? [Int] == [1, 2])
        let adversarial = ["determinism", "dcgan28", "--steps", "3", "--batch", "4", "--threads", "1", "--bound=-1"]
        let failed = try Program.run("bench", adversarial + ["--last-bits", "0"], in: folder)
        #expect(failed.status == 1 && failed.output.contains("MORE than 0.0; last bits make "), "\(failed.output)")
        // Other variants round otherwise, which changes no more than last bits do.
        let enlarged = try Program.run("bench", adversarial + ["--last-bits", "1000"], in: folder)
        #expect(enlarged.status == 0 && enlarged.output.contains(", less than "), "\(enlarged.output)")
        for wrong in [["--threads", "1,x"], ["--steps", "0"], ["--batch", "0"]] {
            let refused = try Program.run("bench", ["determinism"] + wrong, in: folder)
            #expect(refused.status != 0 && refused.errors.hasPrefix("error: \(wrong[0])"), "\(refused.errors)")
            #expect(refused.output.isEmpty)
        }
    }
}
