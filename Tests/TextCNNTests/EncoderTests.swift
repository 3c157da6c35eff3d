import SwiftletData
import TestSupport
import Testing

@testable import TextCNNExperiment

@Suite("From text to word numbers")
struct EncoderTests {
    private let labels = LabelSet(names: ["no", "yes"])

    @Test("Cleaning, lower case, unknown words, and words that look like padding")
    func encode() throws {
        let vocabulary = try Vocabulary(words: ["<pad>", "<unk>", "it", "'s", "good"])
        let kim = TextEncoder(tokenizer: Tokenizer(), vocabulary: vocabulary, labels: labels)
        #expect(kim.encode("It's GOOD stuff") == [2, 3, 4, 1])
        let plain = TextEncoder(
            tokenizer: Tokenizer(cleaning: .none, lowercase: false), vocabulary: vocabulary, labels: labels)
        #expect(plain.encode("It's GOOD good") == [1, 1, 4])
        #expect(plain.encode("<pad> <unk> good") == [1, 1, 4])
        #expect(plain.encode("") == [])
    }

    @Test("Rare words of the training part are unknown, by --minimum-count", arguments: [1, 2, 3])
    func minimumCount(count: Int) throws {
        let folder = try TemporaryFolder()
        var configuration = smallConfiguration(
            train: try folder.write("1 thrice twice\n0 thrice once\n1 thrice twice\n0 often often\n", to: "train.txt"))
        configuration.model.kernelSizes = [2]
        configuration.testFile = try folder.write("1 a\n0 b\n", to: "test.txt")
        configuration.developmentFile = configuration.testFile
        configuration.preparation.minimumCount = count
        configuration.training.epochs = 1
        let experiment = try TextExperiment(configuration)
        var words: [String] = []
        _ = try experiment.training(on: experiment.splits[0], number: 0).run { words = $0.encoder.vocabulary.words }
        let expected = [1: ["thrice", "often", "twice", "once"], 2: ["thrice", "often", "twice"], 3: ["thrice"]]
        #expect(words == ["<pad>", "<unk>"] + expected[count]!)
    }
}
