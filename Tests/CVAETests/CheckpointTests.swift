import SwiftletTensor
import SwiftletTrain
import TestSupport
import Testing

@testable import CVAEExperiment

@Suite("Checkpoints")
struct CheckpointTests {
    private let folder: TemporaryFolder
    private let context: ComputeContext

    init() throws {
        folder = try TemporaryFolder()
        context = try ComputeContext(threads: 1)
    }

    private func expectRefusal(_ text: String, _ change: (inout Checkpoint) -> Void) throws {
        var checkpoint = try makeModel().checkpoint(data: DataConfiguration())
        change(&checkpoint)
        let file = folder("changed.safetensors")
        try checkpoint.write(to: file)
        let error = try #require(throws: RunError.self) { try PictureModel.read(file, in: context) }
        #expect(error.description.contains(text) && error.description.contains("changed.safetensors"), "\(error)")
    }

    @Test("A model that is read draws the same pictures", arguments: ModelKind.allCases)
    func roundTrip(kind: ModelKind) throws {
        let model = try makeModel(smallModel(kind), .static, seed: 7)
        var data = DataConfiguration()
        data.images = "somewhere"
        let file = folder("checkpoint.safetensors")
        try model.checkpoint(data: data).write(to: file)
        let (again, readData) = try PictureModel.read(file, in: context)
        #expect(again.configuration == model.configuration && again.format == smallFormat)
        #expect(again.likelihood == .static && readData == data)
        let z = PictureSampler(model).priorLatents(5, random: RandomStream(seed: 1))
        let labels: [Int32] = [0, 1, 2, 0, 1]
        #expect(
            PictureSampler(again).means(of: z, labels: labels) == PictureSampler(model).means(of: z, labels: labels))
    }

    @Test("A checkpoint of another experiment, or a damaged one, is refused with a sentence")
    func refusals() throws {
        try expectRefusal("not a checkpoint of cvae, but one of textcnn") { $0.metadata["experiment"] = "textcnn" }
        try expectRefusal("no 'model'") { $0.metadata["model"] = nil }
        try expectRefusal("'likelihood'") { $0.metadata["likelihood"] = "gaussian" }
        try expectRefusal("'format'") { $0.metadata["format"] = #"{"width":0,"height":8,"class_names":["0","1"]}"# }
        try expectRefusal("'encoder.layers.0.weight' must have the shape [50000, 67]") {
            $0.metadata["model"] = #"{"kind":"mlp","hidden":[50000],"channels":[],"latent":4,"conditioning":"product"}"#
        }
        try expectRefusal("'decoder.output.bias' is missing") { checkpoint in
            checkpoint.tensors.removeAll { $0.name == "decoder.output.bias" }
        }
    }
}
