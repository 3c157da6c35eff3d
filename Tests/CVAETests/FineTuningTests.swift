import Foundation
import SwiftletTensor
import TestSupport
import Testing

@testable import CVAEExperiment

@Suite("A training that starts from a checkpoint, and one that is extended")
struct FineTuningTests {
    @Test(
        "All weights are taken, but for other classes those of the layers that take the class",
        arguments: [ModelKind.mlp, .conv])
    func weights(kind: ModelKind) throws {
        let start = try makeModel(smallModel(kind), seed: 1)
        let same = try makeModel(smallModel(kind), seed: 2)
        try same.takeWeights(of: start)
        func values(_ model: PictureModel) throws -> [String: [Float]] {
            Dictionary(uniqueKeysWithValues: try model.network.stateDictionary().map { ($0.name, $0.value.elements) })
        }
        #expect(try values(same) == values(start))
        let format = PictureFormat(width: 8, height: 8, classNames: ["0", "1", "2", "3"])
        func makeOther() throws -> PictureModel {
            try PictureModel(
                smallModel(kind), format, .dynamic, random: RandomStream(seed: 3), in: ComputeContext(threads: 1))
        }
        let (drawn, other) = (try makeOther(), try makeOther())
        try other.takeWeights(of: start)
        let (fresh, old, new) = (try values(drawn), try values(start), try values(other))
        let anew = Set(new.keys.filter { new[$0] == fresh[$0] && new[$0] != old[$0] })
        let decoder = kind == .mlp ? "decoder.layers.0.weight" : "decoder.expansion.weight"
        #expect(anew == [kind == .mlp ? "encoder.layers.0.weight" : "encoder.convolutions.0.weight", decoder])
        for (name, value) in new where !anew.contains(name) { #expect(value == old[name], "\(name)") }
        #expect(throws: (any Error).self) {
            try start.requireSize(of: PictureFormat(width: 9, height: 8, classNames: []), checkpoint: "c")
        }
    }

    @Test("The program starts from a run, refuses what contradicts it, and extends a run that has ended")
    func program() throws {
        let folder = try TemporaryFolder()
        try folder.write(smallPictures(60), as: "train")
        func cvae(_ arguments: [String]) throws -> Program.Result {
            try Program.run("cvae", ["train"] + arguments, in: folder)
        }
        let data = ["--images", "train-images", "--labels", "train-labels", "--threads", "1"]
        let small = data + ["--hidden", "16", "--latent", "3", "--schedule", "constant"]
        for arguments in [
            small + ["--epochs", "2", "--output", "run"], small + ["--epochs", "4", "--output", "whole"],
            ["--resume", "run", "--epochs", "4"], data + ["--epochs", "1", "--from", "run", "--output", "tuned"],
        ] {
            let result = try cvae(arguments)
            try #require(result.status == 0, "\(result.errors)")
        }
        #expect(try folder.bytes("run/checkpoint.safetensors") == folder.bytes("whole/checkpoint.safetensors"))
        try expectUserError(
            of: "cvae", ["train", "--from", "run", "--latent", "4"] + data, in: folder,
            ["--latent 4 contradicts", "run/checkpoint.safetensors", "has --latent 3"])
    }
}
