import Foundation
import SwiftletData
import SwiftletTensor
import SwiftletTrain
import TestSupport
import Testing

@testable import SiameseExperiment

@Suite("What a user gets wrong ends in one clear sentence, a non-zero status and no half-written run")
struct UserErrorTests {
    private let folder: TemporaryFolder
    private let faces: String

    init() throws {
        folder = try TemporaryFolder()
        faces = try DrawnFaces.write(people: 4, pictures: 2, to: folder)
    }

    private func expectError(
        _ texts: String..., from arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try expectUserError(of: "siamese", arguments, in: folder, texts, sourceLocation: sourceLocation)
    }

    private func training(on faces: String, _ more: String...) -> [String] {
        trainArguments(faces, "--output", "run") + more
    }

    @Test func foldersThatWillNotDo() throws {
        try expectError("missing", "there is no such folder", from: training(on: "missing"))
        try expectError("p1", "no subfolders", "it holds 2 .png files", from: training(on: "\(faces)/p1"))
        try expectError("faces-orl/orl_faces", "Scripts/fetch-data orl", "--faces", from: ["train", "--data", "."])
        try expectError("--data nowhere", from: ["train", "--data", "nowhere"])
        try expectError("this is a file", from: training(on: try folder.write("faces", to: "list.txt")))
        try folder.write("nobody", to: "more/p5/notes.txt")
        try expectError("more/p5", "holds no images", "1 .txt file", from: training(on: folder("more")))
    }

    @Test func peopleWithOneImage() throws {
        for person in 1...4 { try FileManager.default.removeItem(atPath: "\(faces)/p\(person)/1.png") }
        try expectError("a single image of each of the 4 people", from: training(on: faces))
    }

    @Test func nestedFolders() throws {
        try DrawnFaces.write(people: 2, pictures: 2, to: folder, name: "nested/a")
        try expectError("nested", "lie deeper", "--nested", from: training(on: folder("nested")))
    }

    @Test func damagedPicture() throws {
        let picture = try folder.bytes("faces/p2/2.png")
        try folder.write(Array(picture.prefix(picture.count / 2)), to: "faces/p2/2.png")
        try expectError("p2/2.png", from: training(on: faces))
        try folder.write("P5\n23 28\n255\nshort", to: "faces/p2/2.png")
        try expectError("p2/2.png", from: training(on: faces))
        try folder.write("GIF89a", to: "faces/p2/2.png")
        try expectError("p2/2.png", "this is a GIF image, but a PNG or PGM", from: training(on: faces))
    }

    @Test func peopleAndParts() throws {
        try expectError("--folds 3 needs at least 6 people", "has 4", from: training(on: faces, "--folds", "3"))
        try expectError("--folds must be at least 2", from: training(on: faces, "--folds", "1"))
        try expectError("there is no \"p9\"", from: training(on: faces, "--test-people", "p1,p9"))
        try expectError("1 to test on", from: training(on: faces, "--test-people", "p1"))
        try expectError("'p1,,p2' is not a list", from: training(on: faces, "--test-people", "p1,,p2"))
        try expectError("--test-share", "at least 2", from: training(on: faces, "--test-share", "0.9"))
        try expectError("--ways 3", "only 2", from: training(on: faces, "--test-share", "0.5", "--ways", "3"))
        try expectError(
            "--folds", "--test-people", from: training(on: faces, "--folds", "2", "--test-people", "p1,p2"))
    }

    @Test(
        "Numbers out of range",
        arguments: [
            ("--batch-size", "0", "--batch-size must be at least 1, got 0"), ("--epochs", "0", "--epochs"),
            ("--batch-size", "5", "--batch-size must be even"), ("--pairs-per-epoch", "3", "must be even"),
            ("--pairs-per-epoch", "0", "--pairs-per-epoch must be at least 2"), ("--size", "15", "at least 16"),
            ("--size", "5000", "--size must be at most"), ("--embedding-dimension", "0", "--embedding-dimension"),
            ("--embedding-dimension", "9999999", "--embedding-dimension must be at most"),
            ("--margin", "0", "--margin must be a positive number"), ("--margin", "nan", "--margin"),
            ("--learning-rate", "-1", "--learning-rate"), ("--weight-decay", "-1", "--weight-decay"),
            ("--whitening", "-1", "--whitening"), ("--shift", "0.6", "--shift"), ("--scale", "1", "--scale"),
            ("--rotation", "200", "--rotation"), ("--contrast", "-0.1", "--contrast"),
            ("--ways", "1", "--ways must be at least 2"), ("--test-share", "1", "--test-share"),
            ("--model", "resnet", "--model"), ("--kernels", "sse2", "sse2"), ("--epochs", "many", "many"),
            ("--threads", "5000", "--threads must be at most 1024, got 5000"), ("--flips", "1", "--flip"),
        ])
    func values(flag: String, value: String, expected: String) throws {
        try expectError(expected, from: training(on: faces, "\(flag)=\(value)"))
    }

    @Test func IDXFiles() throws {
        let pixels = [UInt8](repeating: 9, count: 6 * 16)
        let images = try folder.write([0, 0, 8, 3, 0, 0, 0, 6, 0, 0, 0, 4, 0, 0, 0, 4] + pixels, to: "images")
        let five = try folder.write([0, 0, 8, 1, 0, 0, 0, 5, 1, 1, 2, 2, 3], to: "five")
        let lonely = try folder.write([0, 0, 8, 1, 0, 0, 0, 6, 1, 2, 3, 4, 5, 6], to: "lonely")
        func arguments(_ labels: String) -> [String] {
            ["train", "--output", "run", "--images", images, "--labels", labels]
        }
        try expectError("five", "5 labels", "6 images", from: arguments(five))
        try expectError("lonely", "each", from: arguments(lonely))
        try expectError("an IDX file of images", "labels were expected", from: arguments(images))
        try expectError("--images and --labels", from: ["train", "--images", images])
        try expectError("--faces", "--images", from: arguments(lonely) + ["--faces", faces])
    }

    @Test func outputFolder() throws {
        let result = try siamese(trainArguments(faces, "--test-share", "0.5", "--output", folder.path), in: folder)
        #expect(result.status != 0 && result.errors.contains("is not empty"), "\(result.errors)")
        try expectError("--overwrite needs --output", from: trainArguments(faces, "--overwrite"))
    }

    @Test func checkpointOfSomethingElse() throws {
        let context = try ComputeContext(threads: 1)
        let other = folder("other.safetensors")
        try Checkpoint(tensors: [], metadata: ["experiment": "dcgan"]).write(to: other)
        let picture = "\(faces)/p1/1.png"
        try expectError(
            "other.safetensors", "not a checkpoint of siamese, but one of dcgan",
            from: ["compare", picture, picture, "--checkpoint", other])
        try expectError("not a checkpoint of siamese", from: ["evaluate", "--faces", faces, "--checkpoint", other])
        try expectError("missing", "No such file", from: ["evaluate", "--faces", faces, "--checkpoint", "missing"])

        // The settings of one network with the weights of another.
        var configuration = ModelConfiguration(.pooled)
        configuration.size = 32
        let tower = try configuration.makeTower(random: RandomStream(seed: 1), in: context)
        var checkpoint = try FaceVerifier(configuration: configuration, tower: tower, testPeople: ["p1", "p9"])
            .checkpoint()
        try checkpoint.write(to: folder("people.safetensors"))
        configuration.embeddingDimension = 4096
        checkpoint.metadata["model"] = try JSON.line(configuration)
        try checkpoint.write(to: folder("larger.safetensors"))
        try expectError(
            "larger.safetensors", "'embedding.weight' must have the shape",
            from: ["compare", picture, picture, "--checkpoint", folder("larger.safetensors")])
        try expectError(
            "no pictures of \"p9\"", "--test-people",
            from: ["evaluate", "--faces", faces, "--checkpoint", folder("people.safetensors")])
        try expectError(
            "nowhere.pgm", from: ["compare", picture, "nowhere.pgm", "--checkpoint", folder("people.safetensors")])
    }
}
