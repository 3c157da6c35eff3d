import SwiftletData
import TestSupport
import Testing

@testable import TextCNNExperiment

@Suite("Parts of the data")
struct SplitTests {
    private let folder: TemporaryFolder
    private var configuration: TextConfiguration

    init() throws {
        folder = try TemporaryFolder()
        configuration = smallConfiguration(train: try folder.write(generatedText(120), to: "train.txt"))
    }

    private func expectDisjoint(_ split: TextSplit) {
        let parts = [split.training, split.development, split.test]
        #expect(parts.allSatisfy { !$0.isEmpty })
        #expect(Set(parts.joined()).count == parts.map(\.count).reduce(0, +))
    }

    @Test("The folds of a cross-validation test on every sentence once, and on none that they train or stop on")
    func folds() throws {
        var configuration = configuration
        configuration.preparation.folds = 5
        let experiment = try TextExperiment(configuration)
        #expect(experiment.splits.count == 5)
        #expect(experiment.splits.flatMap(\.test).sorted() == Array(0..<120))
        for split in experiment.splits {
            expectDisjoint(split)
            #expect((split.training + split.development + split.test).sorted() == Array(0..<120))
        }
    }

    @Test("Fixed files are used as they are, and in no other role", arguments: [true, false], [true, false])
    func fixedFiles(hasDevelopment: Bool, hasTest: Bool) throws {
        var configuration = configuration
        if hasDevelopment {
            configuration.developmentFile = try folder.write(generatedText(30, seed: 2), to: "dev.txt")
        }
        if hasTest { configuration.testFile = try folder.write(generatedText(40, seed: 3), to: "test.txt") }
        let experiment = try TextExperiment(configuration)
        #expect(experiment.splits.count == 1)
        let split = experiment.splits[0]
        expectDisjoint(split)
        let (development, test) = (hasDevelopment ? 30 : 0, hasTest ? 40 : 0)
        if hasDevelopment { #expect(split.development == Array(120..<150)) }
        if hasTest { #expect(split.test == Array(120 + development..<160 + development)) }
        #expect(
            (split.training + split.development + split.test).sorted() == Array(0..<120 + development + test))
        #expect(split.training.allSatisfy { $0 < 120 })
        let file = try SentenceFile(path: configuration.testFile ?? configuration.trainFile!)
        let first = hasTest ? 0 : split.test[0]
        #expect(
            experiment.corpus.tokens[split.test[0]]
                == configuration.preparation.tokenizer.tokens(of: file.sentences[first].text))
    }

    @Test("Words that only the development or test part has are unknown to the model, unless they have a vector")
    func unseenWords() throws {
        var configuration = configuration
        configuration.testFile = try folder.write("positive vectored gem\nnegative unvectored gem\n", to: "test.txt")
        configuration.embeddingsFile = try folder.write("film 1 2\nvectored 3 4\n", to: "vectors.txt")
        configuration.training.epochs = 1
        let experiment = try TextExperiment(configuration)
        var vocabulary: Vocabulary?
        _ = try experiment.training(on: experiment.splits[0], number: 0).run { vocabulary = $0.encoder.vocabulary }
        let known = try #require(vocabulary)
        #expect(known.contains("film") && known.contains("vectored") && !known.contains("unvectored"))
    }
}
