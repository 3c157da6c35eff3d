import Foundation
import TestSupport
import Testing

@Suite("What a user gets wrong ends in one clear sentence, a non-zero status and no half-written run")
struct UserErrorTests {
    private let folder: TemporaryFolder
    private let train: String

    init() throws {
        folder = try TemporaryFolder()
        train = try folder.write(generatedText(60), to: "train.txt")
    }

    private func expectError(
        _ texts: String..., from arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try expectUserError(of: "textcnn", arguments, in: folder, texts, sourceLocation: sourceLocation)
    }

    private func training(on file: String, _ more: String...) -> [String] {
        trainArguments(file, epochs: 1, "--output", "run") + more
    }

    @Test func missingFile() throws {
        try expectError("missing.txt", "there is no such file", from: training(on: "missing.txt"))
        try expectError("missing.txt", "there is no such file", from: training(on: train, "--test", "missing.txt"))
        try expectError("missing.txt", "there is no such file", from: training(on: train, "--dev", "missing.txt"))
        try expectError(
            "vectors.txt", "there is no such file", from: training(on: train, "--embeddings", "vectors.txt"))
        try expectError(
            "missing.safetensors", "No such file",
            from: ["evaluate", "--checkpoint", "missing.safetensors", "--test", train])
        try expectError("missing", "No such file", from: ["predict", "--checkpoint", "missing"])
    }

    @Test func folderInPlaceOfAFile() throws {
        try expectError("this is a folder", from: training(on: folder.path))
    }

    @Test func emptyFile() throws {
        try folder.write("", to: "empty.txt")
        try expectError("empty.txt", "the file is empty", from: training(on: "empty.txt"))
        try expectError("empty.txt", "the file is empty", from: training(on: train, "--embeddings", "empty.txt"))
    }

    @Test func lineWithoutALabel() throws {
        try folder.write("1 a good film\n a film without a label\n0 a bad film\n", to: "lines.txt")
        try expectError("lines.txt:2", "a label, a space or tab, and the text", from: training(on: "lines.txt"))
        try folder.write((0..<100).map { "Word\($0) is a text\n" }.joined(), to: "none.txt")
        try expectError(
            "none.txt", "these do not look like labelled sentences", "100 different labels",
            from: training(on: "none.txt"))
    }

    @Test func oneClass() throws {
        try folder.write("1 a good film\n1 a bad film\n", to: "one.txt")
        try expectError("one.txt", "at least two classes are needed", from: training(on: "one.txt"))
    }

    @Test func testLabelUnknownToTraining() throws {
        try folder.write("positive fine\nneutral so so\n", to: "test.txt")
        try expectError(
            "test.txt:2", "\"neutral\" does not occur in the training data",
            from: training(on: train, "--test", "test.txt"))
    }

    @Test func damagedVectors() throws {
        try folder.write("film 1 2 3\nplot 1 2\nfan 1 2\n", to: "short.txt")
        try expectError(
            "short.txt:2", "2 numbers after the word, expected 3",
            from: training(on: train, "--embeddings", "short.txt"))
        try folder.write("film 1 2 3\nplot 1 two 3\nfan 1 two 3\n", to: "words.txt")
        try expectError(
            "words.txt:2", "number 2 after the word is \"two\"", from: training(on: train, "--embeddings", "words.txt"))
    }

    @Test func kernelLongerThanEverySentence() throws {
        try folder.write("1 a good film\n0 a bad one\n1 good\n0 bad\n1 fine film\n0 dull film\n", to: "short.txt")
        let sizes = ["--test-share", "0.5", "--dev-share", "0.5", "--kernel-sizes"]
        try expectError(
            "--kernel-sizes", "4", "short.txt", "3 words", from: training(on: "short.txt") + sizes + ["2,4"])
        try expectError(
            "--kernel-sizes", "longer than every generated sentence", from: ["train", "--kernel-sizes", "999"])
        let fitting = try textcnn(training(on: "short.txt") + sizes + ["2,3"], in: folder)
        #expect(fitting.status == 0, "\(fitting.errors)")
    }

    @Test(
        "Numbers out of range",
        arguments: [
            ("--batch-size", "0", "--batch-size must be at least 1, got 0"), ("--epochs", "0", "--epochs"),
            ("--filters", "0", "--filters must be at least 1, got 0"),
            ("--filters", "99999999999", "--filters must be at most 100000, got 99999999999"),
            ("--batch-size", "9223372036854775807", "--batch-size must be at most"),
            ("--embedding-dimension", "99999999999", "--embedding-dimension must be at most"),
            ("--epochs", "9223372036854775807", "--epochs must be at most"),
            ("--warm-up-steps", "9223372036854775807", "--warm-up-steps must be at most"),
            ("--embedding-dimension", "0", "--embedding-dimension"),
            ("--kernel-sizes", "3,0", "'3,0' is not a list of kernel sizes"),
            ("--kernel-sizes", "", "'' is not a list of kernel sizes"), ("--dropout", "1", "--dropout"),
            ("--learning-rate", "0", "--learning-rate"), ("--learning-rate", "nan", "--learning-rate"),
            ("--folds", "1", "--folds"), ("--folds", "61", "61 folds of 60 examples"),
            ("--dev-share", "1", "--dev-share"), ("--test-share", "0.0001", "sets none aside"),
            ("--threads", "5000", "--threads must be at most 1024, got 5000"),
        ])
    func numbersOutOfRange(flag: String, value: String, expected: String) throws {
        try expectError(expected, from: training(on: train, flag, value))
    }

    @Test(
        "Values and flags that do not exist",
        arguments: [
            (["--pooling", "median"], ["--pooling", "average", "max"]),
            (["--optimizer", "magic"], ["--optimizer", "adadelta"]),
            (["--epochs", "many"], ["--epochs", "many"]), (["--kernel-sizes", "3;4"], ["3;4", "as in 3,4,5"]),
            (["--flters", "3"], ["--flters", "--filters"]),
            (["--kernels", "sse2"], ["sse2", "reference", "generic", "avx2", "auto"]),
            (["--kernels", "gemmm=avx2"], ["gemmm", "gemm"]),
            (["--update-embedding", "--freeze-embedding"], ["embedding"]),
        ])
    func unknownValues(arguments: [String], expected: [String]) throws {
        for text in expected { try expectError(text, from: training(on: train) + arguments) }
    }

    @Test func contradictions() throws {
        try expectError("--folds", "--test", from: training(on: train, "--folds", "3", "--test", train))
        try expectError("--train", from: ["train", "--test", train, "--output", "run"])
    }

    @Test func overwritingNothing() throws {
        try expectError("--overwrite needs --output", from: trainArguments(train, epochs: 1, "--overwrite"))
    }

    @Test func outputFolder() throws {
        try folder.write("mine", to: "train.txt-mine")
        let full = folder.path
        try expectError(full, "is not empty", from: trainArguments(train, epochs: 1, "--output", full))
        try expectError(
            "cannot create the folder train.txt/run",
            from: trainArguments(train, epochs: 1, "--output", "\(train)/run"))
        try expectError("cannot create the folder train.txt", from: trainArguments(train, epochs: 1, "--output", train))
        #expect(try String(contentsOfFile: train, encoding: .utf8) == generatedText(60))
        #expect(!FileManager.default.fileExists(atPath: full + "/metrics.jsonl"))
    }

    @Test func vectorsOfAnotherDimension() throws {
        try makeClassifier().write(to: folder("checkpoint.safetensors"))
        let test = try folder.write("left a b\nright b a\n", to: "test.txt")
        let vectors = try folder.write("a 1 2 3\n", to: "vectors.txt")
        try expectError(
            "vectors.txt", "3 numbers a word", "embedding has 5",
            from: ["evaluate", "--checkpoint", folder.path, "--test", test, "--embeddings", vectors])
    }

    @Test func checkpointOfSomethingElse() throws {
        try expectError("checkpoint train.txt: ", from: ["evaluate", "--checkpoint", train, "--test", train])
        try expectError("--batch-size", from: ["evaluate", "--checkpoint", ".", "--test", train, "--batch-size", "0"])
        try expectError("--checkpoint", from: ["evaluate", "--test", train])
    }
}
