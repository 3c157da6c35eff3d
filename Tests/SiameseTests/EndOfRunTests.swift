import Foundation
import SwiftletData
import SwiftletTensor
import SwiftletTrain
import TestSupport
import Testing

@testable import SiameseExperiment

@Suite("How a run ends, and starts from a checkpoint")
struct EndOfRunTests {
    @Test("Where all embeddings are alike, the result stays and the map is skipped with a warning")
    func allAlike() throws {
        let folder = try TemporaryFolder()
        let black = PNGFile.encode(Image(width: 32, height: 32, filling: 0))
        for person in 0..<10 { for number in 0..<2 { try folder.write(black, to: "faces/p\(person)/\(number).png") } }
        let result = try siamese(trainArguments("faces", "--output", "run", "--json"), in: folder)
        try #require(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("Warning: the embeddings map is skipped: all embeddings are alike.\n"))
        let names = try folder.names(in: "run")
        #expect(names.contains("result.json") && names.contains("report.html") && !names.contains("map.svg"))
        #expect((try result.json["auc"] as? [String: Any])?["mean"] as? Double == 0.5)
    }

    @Test("--from takes the weights of a run; what depends on the number of epochs is noted when a run is extended")
    func fromARun() throws {
        let folder = try TemporaryFolder()
        try DrawnFaces.write(people: 10, pictures: 3, to: folder)
        func succeed(_ arguments: [String]) throws -> Program.Result {
            let result = try siamese(arguments, in: folder)
            try #require(result.status == 0, "\(result.errors)")
            return result
        }
        _ = try succeed(trainArguments("faces", "--whitening", "0", "--output", "run"))
        _ = try succeed([
            "train", "--faces", "faces", "--from", "run", "--whitening", "0", "--learning-rate", "1e-30", "--epochs",
            "1", "--batch-size", "8", "--pairs-per-epoch", "16", "--ways", "2", "--threads", "1", "--output", "tuned",
        ])
        let context = try ComputeContext(threads: 1)
        let (old, new) = (
            try FaceVerifier(reading: folder("run/checkpoint.safetensors"), in: context),
            try FaceVerifier(reading: folder("tuned/checkpoint.safetensors"), in: context)
        )
        #expect(new.tower.head.weight.value.elements == old.tower.head.weight.value.elements)
        let extended = try succeed(["train", "--resume", "run", "--epochs", "2"])
        #expect(extended.errors.contains("Note: the learning rate (cosine) depends on the number of epochs"))
        #expect(try folder.text("run/metrics.jsonl").split(separator: "\n").count == 2)
        try expectUserError(
            of: "siamese", ["train", "--faces", "faces", "--from", "run", "--model", "classic"], in: folder,
            ["--model classic contradicts", "has --model pooled"])
    }
}
