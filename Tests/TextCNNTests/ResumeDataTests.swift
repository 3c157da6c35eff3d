import Foundation
import TestSupport
import Testing

@Suite("A run that is resumed finds what it has read, and nothing else")
struct ResumeDataTests {
    private let folder: TemporaryFolder
    private let elsewhere: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        elsewhere = try TemporaryFolder()
    }

    private static let flags = [
        "--kernel-sizes", "2", "--filters", "8", "--embedding-dimension", "6", "--epochs", "30", "--patience", "0",
        "--batch-size", "4", "--threads", "1",
    ]

    /// Vectors of six numbers for the words of generated sentences.
    private static let vectors = ["the", "good", "bad", "film", "not", "was"].enumerated().map { row, word in
        ([word] + (0..<6).map { "0.\(row + $0)" }).joined(separator: " ") + "\n"
    }.joined()

    /// Writes a folder of data as `Scripts/fetch-data` does.
    private func writeData(_ name: String, count: Int = 300, in folder: TemporaryFolder) throws {
        try folder.write(generatedText(count), to: "\(name)/sentences/vader.txt")
        try folder.write(Self.vectors, to: "\(name)/glove/glove.6B.50d.txt")
    }

    private func stop(_ arguments: [String]) throws {
        let program = try Program(["train", "--output", "run"] + arguments + Self.flags, in: folder)
        try program.wait { ((try? folder.bytes("run/metrics.jsonl")) ?? []).contains(UInt8(ascii: "\n")) }
        program.interrupt()
        let status = try program.finish().status
        try #require(status == 130)
    }

    private func resume(_ more: String..., environment: [String: String] = [:]) throws -> Program.Result {
        try Program(
            "textcnn", ["train", "--resume", folder("run")] + more, in: elsewhere, environment: environment
        ).finish()
    }

    private func expectSame(as whole: String) throws {
        let result = try textcnn(
            ["train", "--output", "whole"] + [whole].filter { !$0.isEmpty } + Self.flags, in: folder)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try folder.bytes("run/checkpoint.safetensors") == folder.bytes("whole/checkpoint.safetensors"))
    }

    @Test("Data of --data, from another working folder and under another default folder")
    func fromElsewhere() throws {
        try writeData("own", in: folder)
        try writeData("data", count: 80, in: elsewhere)
        try writeData("other", count: 90, in: elsewhere)
        try stop(["--data", "own"])
        let resumed = try resume(environment: ["SWIFTLET_DATA": elsewhere("other")])
        #expect(resumed.status == 0, "\(resumed.errors)")
        try expectSame(as: "--data=own")
        // What was found is part of the settings, so that they repeat the run from anywhere.
        let repeated = try Program(
            "textcnn", ["train", "--config", folder("run/config.json"), "--output", "repeated"], in: elsewhere,
            environment: ["SWIFTLET_DATA": elsewhere("other")]
        ).finish()
        #expect(repeated.status == 0, "\(repeated.errors)")
        #expect(
            try elsewhere.bytes("repeated/checkpoint.safetensors") == folder.bytes("run/checkpoint.safetensors"))
    }

    @Test("A run that found no data takes none that have appeared")
    func appeared() throws {
        try stop([])
        try writeData("data", in: folder)
        try writeData("data", in: elsewhere)
        let resumed = try resume()
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(try folder.text("run/environment.json").contains("\"data_files\" : [\n\n  ]"))
        let repeated = try Program(
            "textcnn", ["train", "--config", folder("run/config.json"), "--output", "repeated"], in: elsewhere
        ).finish()
        #expect(repeated.status == 0, "\(repeated.errors)")
        #expect(
            try elsewhere.bytes("repeated/checkpoint.safetensors") == folder.bytes("run/checkpoint.safetensors"))
        try folder.remove("data")
        try expectSame(as: "")
    }

    @Test("Each file that is gone or has changed is named before anything is written; moved ones are found by --data")
    func vanished() throws {
        try writeData("own", in: folder)
        try stop(["--data", "own"])
        let metrics = try folder.bytes("run/metrics.jsonl")
        let glove = try folder.text("own/glove/glove.6B.50d.txt")
        try FileManager.default.moveItem(
            atPath: folder("own/sentences/vader.txt"), toPath: folder("vader.txt"))
        try folder.write(glove.replacing("0.1", with: "0.2"), to: "own/glove/glove.6B.50d.txt")
        let refused = try resume()
        #expect(refused.status == 1)
        #expect(refused.errors.contains("\(folder("own/sentences/vader.txt")) is gone"), "\(refused.errors)")
        #expect(refused.errors.contains("\(folder("own/glove/glove.6B.50d.txt")) has changed since"))
        #expect(refused.errors.split(separator: "\n").count == 1)
        #expect(try folder.bytes("run/metrics.jsonl") == metrics)

        try folder.write(glove, to: "moved/glove/glove.6B.50d.txt")
        try FileManager.default.moveItem(atPath: folder("vader.txt"), toPath: folder("moved/vader.txt"))
        let resumed = try resume("--data", folder("moved"))
        #expect(resumed.status == 0, "\(resumed.errors)")
        try writeData("own", in: folder)
        try expectSame(as: "--data=own")
    }

    @Test("The run directory of version 0.1.0 is resumed, with paths that mean its working folder")
    func earlierVersion() throws {
        try writeData("own", in: folder)
        try stop(["--data", "own"])
        for (file, keys) in [
            ("run/config.json", ["data_folder", "from", "generated_sentences"]),
            ("run/environment.json", ["wall_seconds"]),
        ] {
            let lines = try folder.text(file).split(separator: "\n").filter { line in
                !keys.contains { line.contains("\"\($0)\"") }
            }
            try folder.write(
                lines.joined(separator: "\n").replacing("\(folder.path)/own", with: "own").replacing(
                    ",\n}", with: "\n}"), to: file)
        }
        let resumed = try resume()
        #expect(resumed.status == 0, "\(resumed.errors)")
        try expectSame(as: "--data=own")
    }

    @Test("A data folder of the environment that is not there is refused as that of the flag")
    func environment() throws {
        for arguments in [[], ["--train", "train.txt"]] {
            let result = try Program(
                "textcnn", ["train"] + arguments, in: folder, environment: ["SWIFTLET_DATA": "/nowhere"]
            ).finish()
            #expect(result.status == 1)
            #expect(result.errors == "error: SWIFTLET_DATA=/nowhere: there is no such folder\n")
        }
    }
}
