import SwiftletData
import SwiftletNN
import SwiftletTensor
import TestSupport
import Testing

@testable import SiameseExperiment

@Suite("Exported networks in ONNX Runtime", .enabled(if: ONNXRuntime.isPresent, ONNXRuntime.absent))
struct ExportTests {
    private let folder: TemporaryFolder
    private let faces: String

    init() throws {
        folder = try TemporaryFolder()
        faces = try DrawnFaces.write(people: 4, pictures: 3, to: folder)
    }

    @Test(
        "A network that was trained for a moment gives the verifier's embeddings, at sizes that pooling does not divide",
        arguments: [("pooled", 32), ("pooled", 45), ("classic", 16), ("classic", 19)])
    func embeddings(model: String, size: Int) throws {
        let trained = try siamese(
            trainArguments(faces, "--test-people", "p4,p2", "--model", model, "--size", "\(size)", "--output", "run"),
            in: folder)
        try #require(trained.status == 0, "\(trained.errors)")
        let exported = try siamese(["export", "--checkpoint", "run", "--onnx", "model.onnx", "--json"], in: folder)
        try #require(exported.status == 0, "\(exported.errors)")
        let outputs = try #require(try exported.json["outputs"] as? [[String: Any]])
        #expect(outputs.first?["name"] as? String == "embeddings")
        #expect(outputs.first?["shape"] as? [String] == ["batch", "8"])

        let verifier = try FaceVerifier(
            reading: folder("run/checkpoint.safetensors"), in: ComputeContext(threads: 1))
        let people = (1...4).map { person in
            FaceVerifier.prepared(DrawnFaces.face(person: person, number: 9, width: 40, height: 50), size: size)
        }
        let set = ImageSet(images: people)
        let groups = [[2], [0, 1, 2, 3]]
        let pictures = groups.map { group in
            Tensor(
                set.values(of: group, scale: verifier.configuration.scale), shape: [group.count, 1, size, size],
                in: verifier.context)
        }
        let results = try ONNXRuntime.run(
            pictures.map { .init(folder("model.onnx"), ["pictures": NumericArray($0)]) }, in: folder)
        for (result, group) in zip(results, groups) {
            let features = try verifier.embeddings(of: set, group)
            let rows = group.indices.flatMap { features[$0] }
            try expectSame(
                result["embeddings"], Tensor(rows, shape: [group.count, 8], in: verifier.context), "embeddings")
        }
        // The distance that `compare` tells is that of the model's embeddings.
        let all = try #require(results[1]["embeddings"]).elements
        let distance = (0..<8).map { all[$0] - all[8 + $0] }.map { $0 * $0 }.reduce(0, +).squareRoot()
        #expect(abs(try verifier.distance(people[0], people[1]) - Double(distance)) <= 1e-4)
    }

    @Test("The metadata say how to use the embeddings")
    func metadata() throws {
        let context = try ComputeContext(threads: 1)
        for (kind, black) in [(ModelConfiguration.Kind.pooled, "-1.0"), (.classic, "0.0")] {
            let configuration = smallConfiguration(faces, kind).model
            let tower = try configuration.makeTower(random: RandomStream(seed: 1), in: context)
            let words = try FaceVerifier(configuration: configuration, tower: tower, threshold: 0.75).onnx().metadata
            #expect(words["threshold"] == "0.75" && words["black"] == black && words["white"] == "1.0")
            #expect(words["classes"] == #"["same person","different people"]"#)
        }
    }
}
