import Foundation
import TestSupport
import Testing

/// Defaults that small data cannot meet give way, with a note; what somebody has chosen does not.
@Suite("Defaults that small data cannot meet")
struct AdaptationTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func train(_ text: String, _ more: String...) throws -> Program.Result {
        let path = try folder.write(text, to: "tiny.txt")
        return try textcnn(
            ["train", "--train", path, "--embeddings", "none", "--filters", "4", "--epochs", "1", "--threads", "1"]
                + more,
            in: folder)
    }

    private func configuration(_ run: String) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(fileURLWithPath: folder("\(run)/config.json")))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test("One example is set aside for each purpose, and shorter kernels are taken")
    func fourSentences() throws {
        let text = "0 good film\n1 bad film\n0 nice film\n1 awful film\n"
        let result = try train(text, "--output", "run")
        try #require(result.status == 0, "\(result.errors)")
        #expect(
            result.errors.contains("Note: --test-share is 1/4 instead of 0.1, which sets none of the 4 examples aside"))
        #expect(
            result.errors.contains("Note: --dev-share is 1/3 instead of 0.1, which sets none of the 3 examples aside"))
        #expect(
            result.errors.contains(
                "Note: --kernel-sizes is 1,2 instead of 1,2,3, as the longest sentence of tiny.txt has 2 words"
            ))
        let configuration = try configuration("run")
        #expect((configuration["model"] as? [String: Any])?["kernel_sizes"] as? [Int] == [1, 2])
        #expect((configuration["preparation"] as? [String: Any])?["test_share"] as? Double == 0.25)
        #expect((configuration["preparation"] as? [String: Any])?["development_share"] as? Double == 1.0 / 3.0)
        // What is repeated has been chosen.
        let repeated = try textcnn(["train", "--config", "run/config.json", "--output", "again"], in: folder)
        #expect(repeated.status == 0 && !repeated.errors.contains("instead of"), "\(repeated.errors)")
        let folds = try train(text + "0 fine film\n1 dull film\n", "--folds", "3", "--output", "folds")
        #expect(folds.status == 0, "\(folds.errors)")
        #expect(folds.errors.contains("--dev-share is 1/4 instead of 0.1"))
    }

    @Test("Languages without spaces have sentences of one word")
    func unsegmented() throws {
        let text = (0..<20).map { "\($0 % 2) \($0 % 2 == 0 ? "好电影" : "坏电影")\n" }.joined()
        let result = try train(text, "--output", "run")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("--kernel-sizes is 1 instead of 1,2,3"))
        #expect(result.errors.contains("has 1 word; --tokenizer characters splits languages"))
    }

    @Test("What is chosen is refused as before")
    func chosen() throws {
        let text = "0 good film\n1 bad film\n0 nice film\n1 awful film\n"
        for (flag, value, fault) in [
            ("--test-share", "0.1", "sets none aside"), ("--dev-share", "0.1", "sets none aside"),
            ("--kernel-sizes", "3", "a kernel of 3 words is longer than every sentence"),
        ] {
            let result = try train(text, "--output", "run", flag, value)
            #expect(result.status == 1)
            #expect(result.errors.contains(fault), "\(result.errors)")
        }
    }

    @Test("Evaluating says how many sentences were cut")
    func truncation() throws {
        let text = (0..<20).map { "\($0 % 2) a film \($0 % 2)\n" }.joined()
        #expect(try train(text, "--output", "run").status == 0)
        let long = try folder.write("0 " + String(repeating: "film ", count: 10_001) + "\n1 a film\n", to: "long.txt")
        let result = try textcnn(["evaluate", "--checkpoint", "run", "--test", long], in: folder)
        #expect(result.status == 0)
        #expect(result.errors.contains("Warning: 1 sentence is longer than 10000 words; the rest of it is not used"))
    }
}
