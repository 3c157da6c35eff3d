import Foundation
import SwiftletTrain
import TestSupport
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@testable import TextCNNExperiment

@Suite("The commands")
struct CommandTests {
    private let folder: TemporaryFolder
    private let train: String
    private let test: String

    init() throws {
        folder = try TemporaryFolder()
        train = try folder.write(generatedText(200), to: "train.txt")
        test = try folder.write(generatedText(50, seed: 2), to: "test.txt")
    }

    private func succeed(_ arguments: [String], input: String = "") throws -> Program.Result {
        let result = try textcnn(arguments, input: input, in: folder)
        try #require(result.status == 0, "\(result.errors)")
        return result
    }

    private func object(_ name: String) throws -> [String: Any] {
        let data = try Data(contentsOf: folder.url.appendingPathComponent(name))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private func bytes(_ name: String) throws -> Data { try Data(contentsOf: folder.url.appendingPathComponent(name)) }

    @Test("An ensemble leaves a checkpoint a network; evaluate on its run directory judges them together")
    func ensemble() throws {
        let result = try succeed(
            trainArguments(train, epochs: 2, "--test", test, "--output", "run", "--ensemble", "2", "--json"))
        let accuracy = try #require(try result.json["test_accuracy"] as? Double)
        #expect((try result.json["best_epochs"] as? [Int])?.count == 2)
        let names = try folder.names(in: "run")
        #expect(
            names.filter { $0.hasSuffix(".safetensors") }
                == ["checkpoint-member-1.safetensors", "checkpoint-member-2.safetensors"])
        let together = try succeed(["evaluate", "--checkpoint", "run", "--test", test, "--json"]).json
        #expect(together["test_accuracy"] as? Double == accuracy)
        let members = (1...2).flatMap { ["--checkpoint", "run/checkpoint-member-\($0).safetensors"] }
        let named = try succeed(["evaluate", "--test", test, "--json"] + members).json
        #expect(named["test_loss"] as? Double == together["test_loss"] as? Double)
        let alone = try succeed(["evaluate", "--test", test, "--json"] + members.prefix(2)).json
        #expect(alone["test_loss"] as? Double != together["test_loss"] as? Double)
    }

    @Test("Replacing a run removes its checkpoints, which may be of more folds, and nothing that is not a run's")
    func overwrite() throws {
        _ = try succeed(trainArguments(train, epochs: 1, "--output", "run", "--folds", "3"))
        try folder.write("mine", to: "run/notes.txt")
        try folder.write("of an earlier comparison", to: "run/table.svg")
        _ = try succeed(trainArguments(train, epochs: 1, "--output", "run", "--overwrite"))
        let names = try folder.names(in: "run")
        #expect(names.filter { $0.hasSuffix(".safetensors") } == ["checkpoint.safetensors"])
        #expect(names.contains("notes.txt") && !names.contains("table.svg"))
    }

    @Test("train writes a run directory and a line of JSON; evaluate and predict go on from it")
    func trainEvaluatePredict() throws {
        let result = try succeed(
            trainArguments(train, epochs: 2, "--test", test, "--output", "run", "--seed", "7", "--json"))
        let json = try result.json
        let accuracy = try #require(json["test_accuracy"] as? Double)
        #expect((0...1).contains(accuracy))
        #expect(json["epochs"] as? Int == 2)
        #expect(try #require(json["train_seconds"] as? Double) > 0)
        #expect(try #require(json["samples_per_s"] as? Double) > 0)
        #expect(json["generated_data"] as? Bool == false)
        let macroF1 = try #require(json["macro_f1"] as? Double)
        let auc = try #require(json["auc"] as? Double)
        let majority = try #require(json["majority_fraction"] as? Double)
        #expect((0.5...0.8).contains(majority) && (majority * 50).rounded() == majority * 50)
        #expect(
            result.errors.contains(
                "\nTest accuracy \(MetricText.value(accuracy, of: "accuracy")) (majority class "
                    + "\(MetricText.value(majority, of: "accuracy")), macro F1 \(String(format: "%.4f", macroF1)), AUC "
                    + "\(String(format: "%.4f", auc))).\n"))

        let configuration = try JSON.decode(TextConfiguration.self, from: bytes("run/config.json"))
        #expect(configuration.seed == 7 && configuration.model.kernelSizes == [2, 3])
        #expect(configuration.trainFile == train && configuration.testFile == test)
        let environment = try JSON.decode(EnvironmentRecord.self, from: bytes("run/environment.json"))
        #expect(environment.threads == 1 && environment.dataFiles.map(\.path) == [train, test])
        let metrics = try String(decoding: bytes("run/metrics.jsonl"), as: UTF8.self).split(separator: "\n")
        #expect(metrics.count == 2)
        let records = try metrics.map { try JSON.decode(EpochRecord.self, from: Data($0.utf8)) }
        #expect(records.map(\.epoch) == [1, 2] && records.allSatisfy { $0.samples == 180 })
        #expect(try object("run/result.json")["test_accuracy"] as? Double == accuracy)
        #expect(try String(decoding: bytes("run/curves.svg"), as: UTF8.self).contains("<svg"))
        let report = try String(decoding: bytes("run/report.html"), as: UTF8.self)
        #expect(
            report.contains(MetricText.value(accuracy, of: "accuracy").dropLast(2))
                && report.contains("Accuracy by epoch"))
        #expect(report.contains("Loss by epoch") && report.contains("textcnn train --train"))
        #expect(result.errors.contains("\nReport: run/report.html\n"))

        let evaluation = try succeed(["evaluate", "--checkpoint", "run", "--test", test, "--json"])
        #expect(try evaluation.json["test_accuracy"] as? Double == accuracy)
        let confusion = try #require(try evaluation.json["confusion"] as? [[Int]])
        #expect(confusion.joined().reduce(0, +) == 50)
        #expect(Double(confusion[0][0] + confusion[1][1]) / 50 == accuracy)
        for key in ["macro_f1", "auc", "majority_fraction"] {
            #expect(try evaluation.json[key] as? Double == json[key] as? Double, "\(key)")
        }
        #expect(Double(confusion.map { $0[0] + $0[1] }.max()!) / 50 == majority)
        let byBatches = try succeed(
            ["evaluate", "--checkpoint", "run/checkpoint.safetensors", "--test", test, "--batch-size", "7", "--json"])
        #expect(try byBatches.json["test_accuracy"] as? Double == accuracy)

        try predict(accuracy: accuracy)
    }

    /// Answers come line by line, and agree with the accuracy.
    private func predict(accuracy: Double) throws {
        let examples = try String(contentsOfFile: test, encoding: .utf8).split(separator: "\n").map {
            $0.split(separator: " ", maxSplits: 1).map(String.init)
        }
        let input = examples.map { $0[1] + "\n" }.joined() + "\n"
        let answers = try succeed(["predict", "--checkpoint", "run"], input: input).lines.dropLast()
        #expect(answers.count == examples.count + 1)
        var correct = 0
        for (answer, example) in zip(answers, examples) {
            let fields = answer.split(separator: "\t").map(String.init)
            try #require(fields.count == 3)
            #expect(fields[2] == example[1])
            #expect((0.5...1).contains(try #require(Double(fields[1]))))
            correct += fields[0] == example[0] ? 1 : 0
        }
        #expect(Double(correct) / Double(examples.count) == accuracy)
        let json = try succeed(["predict", "--checkpoint", "run", "--json"], input: "the film is good .").json
        #expect(json["text"] as? String == "the film is good ." && json["label"] is String)
    }

    @Test("predict answers a line before the next one is there")
    func conversation() throws {
        try makeClassifier().write(to: folder("checkpoint.safetensors"))
        let program = try Program(["predict", "--checkpoint", "."], input: nil, in: folder)
        for (count, text) in ["a b c", "", "d e f g"].enumerated() {
            try program.send(text + "\n")
            try program.wait { try program.output.count { $0 == "\n" } == count + 1 }
            #expect(try program.output.hasSuffix("\t\(text)\n"))
        }
        try program.send(nil)
        #expect(try program.finish().status == 0)
    }

    @Test("A gzip file gives the same model as the plain one, and a run directory is replaced only if asked for")
    func gzipFile() throws {
        let compressed = try folder.write(gzip(generatedText(200)), to: "train.txt.gz")
        let plain = try succeed(trainArguments(train, epochs: 1, "--output", "plain", "--json")).json
        let zipped = try succeed(trainArguments(compressed, epochs: 1, "--output", "zipped", "--json")).json
        #expect(try bytes("plain/checkpoint.safetensors") == bytes("zipped/checkpoint.safetensors"))
        #expect(plain["test_accuracy"] as? Double == zipped["test_accuracy"] as? Double)
        let again = trainArguments(train, epochs: 1, "--output", "plain", "--seed", "2")
        #expect(try textcnn(again, in: folder).status == 1)
        #expect(try bytes("plain/checkpoint.safetensors") == bytes("zipped/checkpoint.safetensors"))
        _ = try succeed(again + ["--overwrite"])
        #expect(try bytes("plain/checkpoint.safetensors") != bytes("zipped/checkpoint.safetensors"))
    }

    @Test func crossValidation() throws {
        let result = try succeed(trainArguments(train, epochs: 1, "--folds", "3", "--output", "run", "--json"))
        let json = try result.json
        let folds = try #require(json["fold_accuracies"] as? [Double])
        #expect(folds.count == 3)
        #expect(abs(try #require(json["mean_accuracy"] as? Double) - folds.reduce(0, +) / 3) < 1e-9)
        #expect(json["test_accuracy"] == nil)
        #expect(json["epochs"] as? Int == 3)
        let metrics = try String(decoding: bytes("run/metrics.jsonl"), as: UTF8.self).split(separator: "\n")
        let numbers = try metrics.map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])["fold"] as? Int
        }
        #expect(numbers == [1, 2, 3])
        for fold in 1...3 {
            let path = "run/checkpoint-fold-\(fold).safetensors"
            _ = try succeed(["evaluate", "--checkpoint", path, "--test", test])
        }
        for command in [["evaluate", "--test", test], ["predict"]] {
            let refused = try textcnn(command + ["--checkpoint", "run"], in: folder)
            #expect(refused.status == 1)
            #expect(
                refused.errors == "error: run is the run of a cross-validation; name one of its checkpoints, such as "
                    + "run/checkpoint-fold-1.safetensors\n")
        }
    }

    @Test("Vectors start the embedding, and judge words that training did not meet")
    func vectors() throws {
        let vectors = try folder.write("good 1 0 0\nbad -1 0 0\nfilm 0 1 0\nexcellent 1 0 0\n", to: "vectors.txt")
        let result = try succeed(
            trainArguments(train, epochs: 1, "--embeddings", vectors, "--freeze-embedding", "--output", "run"))
        #expect(result.errors.contains("3 numbers a word"))
        let configuration = try JSON.decode(TextConfiguration.self, from: bytes("run/config.json"))
        #expect(configuration.model.embeddingDimension == 3 && !configuration.model.updateEmbedding)
        let input = "the film is good .\nthe film is excellent .\n"
        let with = try succeed(["predict", "--checkpoint", "run", "--embeddings", vectors], input: input).lines
        let without = try succeed(["predict", "--checkpoint", "run"], input: input).lines
        func answer(_ line: String) -> [Substring] { line.split(separator: "\t").dropLast() }
        #expect(answer(with[0]) == answer(with[1]))
        #expect(with[0] == without[0] && answer(without[0]) != answer(without[1]))
    }

    @Test("Without any data, sentences are generated, and the user is told so")
    func generated() throws {
        let result = try succeed([
            "train", "--kernel-sizes", "3", "--filters", "4", "--embedding-dimension", "8", "--epochs", "1",
            "--threads", "1", "--json",
        ])
        #expect(result.errors.contains("No data found: training on sentences generated from a small grammar"))
        #expect(result.errors.contains("on generated sentences, which says nothing about real ones"))
        let json = try result.json
        #expect(json["generated_data"] as? Bool == true)
        let output = try #require(json["output"] as? String)
        #expect(output.hasPrefix("runs/textcnn-"))
        #expect(try object("\(output)/config.json")["train_file"] is NSNull)
    }

    @Test func compare() throws {
        let result = try succeed([
            "compare", "--train", train, "--filters", "4", "--epochs", "1", "--seed", "5", "--seeds", "2", "--threads",
            "1", "--kernels", "conv1d=gather", "--output", "run", "--json",
        ])
        let configuration = try JSON.decode(ComparisonConfiguration.self, from: bytes("run/config.json"))
        #expect(configuration.seeds == [5, 6])
        #expect(configuration.networks.map(\.kernelSizes) == [[5], [5], [7], [7]])
        #expect(configuration.networks.map(\.pooling) == [.average, .max, .average, .max])
        #expect(configuration.networks.allSatisfy { $0.filters == 4 })
        #expect(configuration.base.trainFile == train && configuration.base.training.epochs == 1)
        #expect(configuration.base.model == configuration.networks[0])
        let environment = try JSON.decode(EnvironmentRecord.self, from: bytes("run/environment.json"))
        #expect(environment.kernelVariants["conv1d"] == "gather")
        for network in ["kernel 5, average", "kernel 5, max", "kernel 7, average", "kernel 7, max"] {
            #expect(result.errors.split(separator: "\n").contains { $0.hasPrefix(network) && $0.contains("±") })
        }
        let networks = try #require(try result.json["networks"] as? [[String: Any]])
        #expect(networks.compactMap { $0["reported_accuracy"] as? Double } == [0.9392, 0.9587, 0.9182, 0.9528])
        for network in networks {
            let accuracies = try #require(network["accuracies"] as? [Double])
            #expect(accuracies.count == 2)
            #expect(abs(try #require(network["mean_accuracy"] as? Double) - accuracies.reduce(0, +) / 2) < 1e-9)
        }
        let report = try String(decoding: bytes("run/report.html"), as: UTF8.self)
        #expect(report.contains("Kernel size and pooling on train.txt") && report.contains("kernel 7, max"))
        for name in ["table.svg", "curves.svg"] {
            let parser = XMLParser(data: try bytes("run/\(name)"))
            #expect(parser.parse(), "\(name) is no well-formed XML")
        }
    }

    @Test func help() throws {
        for arguments in [["--help"], ["train", "--help"], []] {
            let result = try succeed(arguments)
            #expect(result.output.contains("USAGE: textcnn") && result.errors.isEmpty)
        }
    }
}
