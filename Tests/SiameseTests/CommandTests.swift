import Foundation
import SwiftletData
import SwiftletTensor
import TestSupport
import Testing

@testable import SiameseExperiment

@Suite("The commands, as a user runs them")
struct CommandTests {
    private let folder: TemporaryFolder
    private let faces: String

    init() throws {
        folder = try TemporaryFolder()
        faces = try DrawnFaces.write(people: 5, pictures: 3, to: folder)
    }

    @Test("--config with the settings of a run repeats it bit for bit", arguments: ["pooled", "classic"])
    func repetition(model: String) throws {
        try expectRepetition(
            of: "siamese",
            trainArguments(faces, "--test-people", "p2,p5", "--model", model, "--epochs", "1", "--whitening", "0"),
            in: folder)
    }

    @Test("Few people, some with a single image: defaults shrink with a note, and the run can be repeated")
    func smallSets() throws {
        try FileManager.default.removeItem(atPath: "\(faces)/p3/1.png")
        try FileManager.default.removeItem(atPath: "\(faces)/p3/2.png")
        try folder.write("jpeg", to: "faces/p3/4.jpg")
        let small = [
            "--size", "32", "--epochs", "1", "--batch-size", "8", "--pairs-per-epoch", "16", "--threads", "1",
        ]
        let run = try siamese(["train", "--faces", faces, "--output", "run"] + small, in: folder)
        #expect(run.status == 0, "\(run.errors)")
        for note in [
            "1 .jpg file is not read", "1 of 5 people have a single image", "--test-share is 0.4 instead of 0.2",
            "one-shot recognition chooses from 2 people instead of 5", "3 to train on, 2 never seen",
        ] { #expect(run.errors.contains(note), "\(note)") }
        let again = try siamese(["train", "--config", "run/config.json", "--output", "again"], in: folder)
        #expect(again.status == 0, "\(again.errors)")
        #expect(try folder.bytes("again/checkpoint.safetensors") == folder.bytes("run/checkpoint.safetensors"))
        let given = try siamese(["train", "--faces", faces, "--ways", "5"] + small, in: folder)
        #expect(given.status != 0 && given.errors.contains("--ways 5 asks for"), "\(given.errors)")
        let evaluated = try siamese(["evaluate", "--checkpoint", "run", "--faces", faces], in: folder)
        #expect(evaluated.status == 0 && evaluated.errors.contains("2 people instead of 5"), "\(evaluated.errors)")
    }

    @Test("Labels above 255, in a file of NumPy, of images in another")
    func manyPeople() throws {
        let context = try ComputeContext(threads: 1)
        let images = (0..<600).flatMap { DrawnFaces.face(person: $0 / 2, number: $0 % 2, width: 16, height: 16).pixels }
        let array = NumericArray(Tensor(images.map(Float.init), shape: [600, 16, 16], in: context))
        let labels = NumericArray(IntTensor((0..<600).map { Int32(1000 + $0 / 2) }, shape: [600], in: context))
        try folder.write(NPZFile.encode([("arr_0", array)]), to: "images.npz")
        try folder.write(NPYFile.encode(labels), to: "labels.npy")
        let run = try siamese(
            [
                "train", "--images", "images.npz", "--labels", "labels.npy", "--size", "16", "--epochs", "1",
                "--batch-size", "8", "--pairs-per-epoch", "16", "--threads", "1", "--output", "run",
            ], in: folder)
        #expect(run.status == 0 && run.errors.contains("600 pictures of 300 people"), "\(run.errors)")
    }

    @Test("Training leaves a run directory; evaluate repeats its figures; compare tells two pictures' distance")
    func roundTrip() throws {
        let trained = try siamese(
            trainArguments(faces, "--test-people", "p2,p5", "--epochs", "2", "--output", "run", "--json"), in: folder)
        #expect(trained.status == 0, "\(trained.errors)")
        #expect(trained.errors.contains("15 pictures of 5 people"))
        let result = try trained.json
        let files = try Set(folder.names(in: "run"))
        for name in [
            "config.json", "environment.json", "metrics.jsonl", "result.json", "checkpoint.safetensors", "figures.json",
            "tables.json", "loss.svg", "distances.svg", "roc.svg", "pairs-training.svg", "pairs-test.svg", "map.svg",
        ] {
            #expect(files.contains(name), "\(name) of \(files.sorted())")
        }
        #expect(try folder.text("run/metrics.jsonl").split(separator: "\n").count == 2)

        let evaluated = try siamese(
            ["evaluate", "--checkpoint", "run", "--faces", faces, "--ways", "2", "--json"], in: folder)
        #expect(evaluated.status == 0, "\(evaluated.errors)")
        let again = try evaluated.json
        let rounds = try #require(result["rounds"] as? [[String: Any]])
        let test = try #require(rounds[0]["test"] as? [String: Any])
        for key in ["auc", "equal_error_rate", "accuracy", "balanced_accuracy", "threshold"] {
            #expect(try #require(again[key] as? Double) == test[key] as? Double, "\(key)")
        }
        // 2 people with 3 pictures each.
        #expect(again["same_pairs"] as? Int == 6 && again["different_pairs"] as? Int == 9)
        let everybody = try siamese(
            ["evaluate", "--checkpoint", "run", "--faces", faces, "--test-people", "all", "--json"], in: folder)
        #expect(try everybody.json["people"] as? Int == 5)

        let alike = try siamese(
            ["compare", "\(faces)/p1/1.png", "\(faces)/p1/1.png", "--checkpoint", "run", "--json"], in: folder)
        #expect(alike.status == 0 && alike.errors.contains("the same person"))
        #expect(try alike.json["distance"] as? Double == 0)
        let other = try siamese(
            ["compare", "\(faces)/p1/1.png", "\(faces)/p4/2.png", "--checkpoint", "run", "--json"], in: folder)
        #expect(try #require(other.json["distance"] as? Double) > 0)
        #expect(try other.json["threshold"] as? Double == again["threshold"] as? Double)
    }

    @Test("Folds test on everybody once, and give means and deviations")
    func folds() throws {
        let result = try siamese(
            trainArguments(faces, "--folds", "2", "--model", "classic", "--size", "16", "--output", "run", "--json"),
            in: folder)
        #expect(result.status == 0, "\(result.errors)")
        let rounds = try #require(try result.json["rounds"] as? [[String: Any]])
        let people = rounds.compactMap { ($0["test"] as? [String: Any])?["people"] as? Int }
        #expect(people.sorted() == [2, 3])
        let auc = try #require(try result.json["auc"] as? [String: Any])
        #expect(auc["count"] as? Int == 2 && auc["standard_deviation"] != nil)
        #expect(result.errors.contains("over 2 folds") && result.errors.contains("±"))
        #expect(
            try folder.names(in: "run").filter { $0.hasPrefix("checkpoint") } == [
                "checkpoint-fold-1.safetensors", "checkpoint-fold-2.safetensors",
            ])
    }

    @Test("The IDX form: pictures of a file and numbers of people")
    func IDXForm() throws {
        var pixels: [UInt8] = []
        var labels: [UInt8] = []
        for person in 1...4 {
            for number in 1...3 {
                pixels += DrawnFaces.face(person: person, number: number, width: 20, height: 24).pixels
                labels.append(UInt8(10 * person))
            }
        }
        let images = try folder.write([0, 0, 8, 3, 0, 0, 0, 12, 0, 0, 0, 24, 0, 0, 0, 20] + pixels, to: "images.idx")
        let names = try folder.write([0, 0, 8, 1, 0, 0, 0, 12] + labels, to: "labels.idx")
        let arguments = Array(trainArguments("").dropFirst(3))
        let result = try siamese(
            ["train", "--images", images, "--labels", names, "--test-people", "20,40"] + arguments
                + ["--output", "run"], in: folder)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("12 pictures of 4 people"))
        let evaluated = try siamese(
            ["evaluate", "--checkpoint", "run", "--images", images, "--labels", names, "--ways", "2", "--json"],
            in: folder)
        #expect(try evaluated.json["people"] as? Int == 2, "\(evaluated.errors)")
    }
}
