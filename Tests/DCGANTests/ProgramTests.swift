import Foundation
import SwiftletData
import TestSupport
import Testing

@testable import DCGANExperiment

@Suite("The program from end to end, on pictures of blocks")
struct ProgramTests {
    private static let small = [
        "--epochs", "2", "--batch-size", "8", "--generator-width", "2", "--discriminator-width", "2", "--latent-size",
        "4", "--threads", "1", "--json",
    ]

    @Test("Train, sample, interpolate and look for neighbours")
    func everything() throws {
        let folder = try TemporaryFolder()
        try folder.write(SmallPictures.idx(SmallPictures.blocks(40)), to: "blocks.idx")
        let trained = try Program.run(
            "dcgan", ["train", "--dataset", "blocks.idx", "--size", "28", "--output", "run"] + Self.small, in: folder)
        #expect(trained.status == 0, "\(trained.errors)")
        let result = try trained.json
        #expect(result["epochs"] as? Int == 2)
        #expect(result["steps"] as? Int == 10)
        for name in ["discriminator_loss", "generator_loss", "output_on_real", "output_on_generated"] {
            #expect((result[name] as? Double)?.isFinite == true, "\(name)")
        }
        let names = try folder.names(in: "run")
        for name in [
            "checkpoint.safetensors", "config.json", "environment.json", "metrics.jsonl", "result.json", "figures.json",
            "tables.json", "samples.png", "samples-epoch-001.png", "samples-epoch-002.png", "series.png", "strip.png",
            "losses.svg", "outputs.svg", "variety.svg",
        ] {
            #expect(names.contains(name), "\(name) is missing among \(names)")
        }
        let metrics = try folder.text("run/metrics.jsonl").split(separator: "\n")
        #expect(metrics.count == 2)
        for line in metrics {
            for name in ["discriminator_loss", "output_on_real", "distance_share", "neighbor_share"] {
                #expect(line.contains("\"\(name)\""))
            }
        }
        try drawings(in: folder)
    }

    @Test("--config with the settings of a run repeats it bit for bit")
    func repetition() throws {
        let folder = try TemporaryFolder()
        try folder.write(SmallPictures.idx(SmallPictures.blocks(40)), to: "blocks.idx")
        try expectRepetition(
            of: "dcgan",
            ["train", "--dataset", "blocks.idx", "--size", "28", "--hidden-size", "0", "--average-decay", "0"]
                + Self.small, in: folder)
    }

    @Test("Class folders and fewer images than a batch; generated images beside real ones that have no classifier")
    func ownImages() throws {
        let folder = try TemporaryFolder()
        let blocks = SmallPictures.blocks(20)
        for index in 0..<20 {
            try folder.write(PNGFile.encode(blocks[index]), to: "images/c\(index % 3)/\(index).png")
            try folder.write(PNGFile.encode(blocks[index]), to: "nested/a/c\(index % 3)/\(index).png")
        }
        let small = ["--generator-width", "2", "--discriminator-width", "2", "--latent-size", "4", "--threads", "1"]
        for arguments in [["images"], ["nested", "--nested"]] {
            let run = try Program.run(
                "dcgan",
                ["train", "--epochs", "1", "--size", "28", "--output", arguments[0] + "-run", "--dataset"] + arguments
                    + small,
                in: folder)
            #expect(run.status == 0 && run.errors.contains("20 grayscale images of \(arguments[0])"), "\(run.errors)")
            #expect(run.errors.contains("--batch-size is 20 instead of 64"))
        }
        #expect(try folder.text("images-run/config.json").contains("\"batch_size\" : 20"))
        let flat = try Program.run("dcgan", ["train", "--dataset", "nested"] + small, in: folder)
        #expect(flat.status != 0 && flat.errors.contains("--nested reads them"), "\(flat.errors)")
        let evaluated = try Program.run(
            "dcgan", ["evaluate", "--checkpoint", "images-run", "--samples", "10", "--threads", "1", "--json"],
            in: folder)
        #expect(evaluated.status == 0 && evaluated.output.contains("shrunk to 8 x 8 pixels"), "\(evaluated.errors)")
        let result = try #require(try evaluated.json["evaluations"] as? [[String: Any]])[0]
        let generated = try #require(result["generated"] as? [String: Any])
        #expect((generated["frechet_distance"] as? Double)! > 0 && result["class_shares"] == nil)
    }

    private func drawings(in folder: TemporaryFolder) throws {
        let checkpoint = ["--checkpoint", "run", "--threads", "1", "--json"]
        let sampled = try Program.run("dcgan", ["sample", "--count", "6", "--columns", "3"] + checkpoint, in: folder)
        #expect(sampled.status == 0, "\(sampled.errors)")
        // Three pictures of 28 at twice their size, and gaps of 2 around and between.
        let sample = try PNGFile.read(path: folder("sample.png"))
        #expect(sample.width == 3 * 56 + 4 * 2)
        #expect(sample.height == 2 * 56 + 3 * 2)
        let again = try Program.run(
            "dcgan", ["sample", "--count", "6", "--columns", "3", "--output", "again.png"] + checkpoint, in: folder)
        #expect(again.status == 0)
        #expect(try folder.bytes("again.png") == folder.bytes("sample.png"))
        let paths = try Program.run(
            "dcgan", ["interpolate", "--paths", "2", "--steps", "4"] + checkpoint, in: folder)
        #expect(paths.status == 0, "\(paths.errors)")
        #expect(try PNGFile.read(path: folder("interpolate.png")).width == 4 * 56 + 5 * 2)
        let nearest = try Program.run(
            "dcgan", ["nearest", "--count", "2", "--neighbors", "3"] + checkpoint, in: folder)
        #expect(nearest.status == 0, "\(nearest.errors)")
        #expect(try PNGFile.read(path: folder("nearest.png")).width == 4 * 56 + 5 * 2)
        let distances = try nearest.json["distances"] as? [Double]
        #expect(distances?.count == 2)
    }

    @Test("A known set is judged by its classifier at the end of training, and by 'evaluate' to the same numbers")
    func evaluation() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder("data/mnist"), withIntermediateDirectories: true)
        for (part, count) in [("train", 60), ("t10k", 20)] {
            let pictures = SmallPictures.blocks(count)
            try folder.write(SmallPictures.idx(pictures), to: "data/mnist/\(part)-images-idx3-ubyte")
            try folder.write(SmallPictures.idxLabels(count), to: "data/mnist/\(part)-labels-idx1-ubyte")
        }
        let trained = try Program.run(
            "dcgan",
            ["train", "--data", "data", "--dataset", "mnist", "--output", "run", "--evaluation-samples", "40"]
                + Self.small, in: folder)
        #expect(trained.status == 0, "\(trained.errors)")
        let measured = try #require(try trained.json["evaluation"] as? [String: Any])
        // Two parts of 30 pictures, and as many generated ones twice.
        #expect(measured["compared_count"] as? Int == 30)
        #expect(measured["samples"] as? Int == 60)
        let shares = try #require(measured["class_shares"] as? [Double])
        #expect(shares.count == 10)
        #expect(abs(shares.reduce(0, +) - 1) < 1e-9)
        #expect((measured["classifier_checksum"] as? String)?.count == 64)
        #expect(try folder.text("run/tables.json").contains("real pictures (floor)"))

        let evaluated = try Program.run(
            "dcgan",
            ["evaluate", "--data", "data", "--checkpoint", "run", "--samples", "40", "--threads", "1", "--json"],
            in: folder)
        #expect(evaluated.status == 0, "\(evaluated.errors)")
        #expect(evaluated.errors.contains("test accuracy"))
        let again = try #require((try evaluated.json["evaluations"] as? [[String: Any]])?.first)
        #expect(again["frechet_ratio"] as? Double == measured["frechet_ratio"] as? Double)
        #expect(again["classifier_checksum"] as? String == measured["classifier_checksum"] as? String)
    }

    @Test("Colour pictures of a folder, of several sizes, come to 32 x 32")
    func folderOfPictures() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder("pictures"), withIntermediateDirectories: true)
        for (number, side) in [40, 33, 36, 48, 32, 35, 40, 47].enumerated() {
            let image = SmallPictures.blocks(number + 1, side: side, channels: 3)[number]
            try folder.write(PNGFile.encode(image), to: "pictures/\(number).png")
        }
        let trained = try Program.run(
            "dcgan", ["train", "--dataset", "pictures", "--output", "run"] + Self.small, in: folder)
        #expect(trained.status == 0, "\(trained.errors)")
        #expect(try folder.text("run/config.json").contains("\"size\" : 32"))
        let samples = try PNGFile.read(path: folder("run/samples.png"))
        #expect(samples.channels == 3)
        #expect(samples.width == 8 * 64 + 9 * 2)
    }
}
