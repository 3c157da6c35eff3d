import SwiftletTensor
import TestSupport
import Testing

@Suite("Threads of a program")
struct ThreadLimitTests {
    @Test("No more than there are processors, with a warning; the setting stays as it was given")
    func limit() throws {
        let folder = try TemporaryFolder()
        let processors = ComputeContext.availableProcessors
        let lines = (0..<40).map { "\($0 % 2) a b c\($0 % 7)\n" }.joined()
        try folder.write(lines, to: "train.txt")
        func environment(threads: Int, _ output: String) throws -> (text: String, errors: String) {
            let result = try Program.run(
                "textcnn",
                [
                    "train", "--train", "train.txt", "--embeddings", "none", "--epochs", "1", "--threads", "\(threads)",
                    "--output", output,
                ], in: folder)
            try #require(result.status == 0, "\(result.errors)")
            return (try folder.text("\(output)/environment.json"), result.errors)
        }
        let crowded = try environment(threads: processors + 6, "crowded")
        #expect(crowded.text.contains("\"threads\" : \(processors)"))
        #expect(crowded.errors.contains("Warning: \(processors + 6) threads would be slower, as there "))
        #expect(try folder.text("crowded/config.json").contains("\"threads\" : \(processors + 6)"))
        let single = try environment(threads: 1, "single")
        #expect(single.text.contains("\"threads\" : 1") && !single.errors.contains("would be slower"))
        #expect(try folder.bytes("single/metrics.jsonl").count > 0)
    }
}
