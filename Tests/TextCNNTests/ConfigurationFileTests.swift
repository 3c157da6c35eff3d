import TestSupport
import Testing

@testable import TextCNNExperiment

@Suite("--config")
struct ConfigurationFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(generatedText(120), to: "train.txt")
    }

    @Test("The settings of a run repeat it bit for bit, those without a value included")
    func repetition() throws {
        try expectRepetition(
            of: "textcnn",
            trainArguments(
                "train.txt", epochs: 2, "--patience", "0", "--average-decay", "0", "--learning-rate", "0.003", "--seed",
                "7", "--optimizer", "adamw", "--dropout", "0.3"),
            in: folder)
        #expect(try folder.text("first/config.json").contains("\"patience\" : null"))
    }

    @Test("Flags win over the file, and the preset says what both leave open")
    func order() throws {
        try folder.write(
            #"{"training": {"epochs": 1, "batch_size": 30}, "model": {"filters": 9}, "train_file": "train.txt"}"#,
            to: "some.json")
        let result = try textcnn(
            ["train", "--config", "some.json", "--batch-size", "20", "--preset", "kim", "--output", "run"], in: folder)
        try #require(result.status == 0, "\(result.errors)")
        let text = try folder.text("run/config.json")
        for expected in ["\"epochs\" : 1,", "\"batch_size\" : 20", "\"filters\" : 9", "\"optimizer\" : \"adadelta\""] {
            #expect(text.contains(expected), "\(expected) in \(text)")
        }
    }

    @Test("A pipe, which gives its content a single time")
    func pipe() throws {
        try folder.write(#"{"training": {"epochs": 1}, "train_file": "train.txt"}"#, to: "some.json")
        let result = try Program.shell(
            "cat some.json | textcnn train --config /dev/stdin --threads 1 --output piped", in: folder)
        try #require(result.status == 0, "\(result.errors)")
        #expect(try folder.text("piped/config.json").contains("\"epochs\" : 1,"))
    }

    @Test("A test file of a flag takes the place of the file's folds")
    func flagOfAnotherKind() throws {
        try folder.write(
            #"{"training": {"epochs": 1}, "preparation": {"folds": 3}, "train_file": "train.txt"}"#, to: "some.json")
        let result = try textcnn(
            ["train", "--config", "some.json", "--test", "train.txt", "--output", "run"], in: folder)
        try #require(result.status == 0, "\(result.errors)")
        #expect(try folder.text("run/config.json").contains("\"folds\" : null"))
    }

    @Test(
        "What will not do is told by file and setting",
        arguments: [
            (#"{"training": {"epoch": 3}}"#, "some.json: there is no setting training.epoch"),
            (#"{"model": {"pooling": "median"}}"#, "some.json: model.pooling must be one of average, max"),
            (#"{"training": {"batch_size": 0}}"#, "some.json: training.batch_size: --batch-size must be at least 1"),
            (#"{"threads": 5000}"#, "some.json: threads: --threads must be at most 1024"),
            (#"{"kernels": "sse2"}"#, "some.json: kernels: --kernels sse2: "),
        ])
    func refusals(text: String, expected: String) throws {
        try folder.write(text, to: "some.json")
        try expectUserError(
            of: "textcnn", ["train", "--config", "some.json", "--train", "train.txt", "--output", "run"], in: folder,
            [expected])
    }

    @Test("A missing file, and a file beside --resume, are refused")
    func misuse() throws {
        try expectUserError(of: "textcnn", ["train", "--config", "none.json"], in: folder, ["none.json", "settings"])
        try folder.write("{}", to: "some.json")
        try expectUserError(
            of: "textcnn", ["train", "--config", "some.json", "--resume", "run"], in: folder, ["leave out --config"])
    }
}
