import Foundation
import Swiftlet
import TestSupport
import Testing

@Suite("The example Examples/LeNet")
struct LeNetTests {
    private static let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Pictures of 28 x 28 in which class c is a bright block at a place of its own, on grey noise, in the files that the
    /// example reads.
    private func writePictures(_ prefix: String, count: Int, seed: UInt64, to folder: TemporaryFolder) throws {
        var random = RandomStream(seed: seed)
        var images: [UInt8] = [0, 0, 8, 3] + bigEndian(count) + bigEndian(28) + bigEndian(28)
        var labels: [UInt8] = [0, 0, 8, 1] + bigEndian(count)
        for index in 0..<count {
            let label = index % 10
            labels.append(UInt8(label))
            for row in 0..<28 {
                for column in 0..<28 {
                    let isBlock = row / 14 == label % 2 && column / 6 == label / 2
                    images.append(UInt8(random.index(below: 100)) + (isBlock ? 120 : 0))
                }
            }
        }
        try folder.write(images, to: "\(prefix)-images-idx3-ubyte")
        try folder.write(labels, to: "\(prefix)-labels-idx1-ubyte")
    }

    private func bigEndian(_ number: Int) -> [UInt8] { withUnsafeBytes(of: UInt32(number).bigEndian, Array.init) }

    @Test("It learns, and the reloaded model is as good as the trained one")
    func program() throws {
        let folder = try TemporaryFolder()
        try writePictures("train", count: 640, seed: 1, to: folder)
        try writePictures("t10k", count: 200, seed: 2, to: folder)
        let result = try Program.run("lenet-example", [folder.path], in: folder)
        #expect(result.status == 0, "\(result.errors)")
        let accuracies = result.output.split(separator: "\n").compactMap { line in
            line.contains("test accuracy ") ? Double(line.split(separator: " ").last ?? "") : nil
        }
        #expect(accuracies.count == 9)
        #expect(accuracies.suffix(2).allSatisfy { $0 > 0.9 } && accuracies[7] == accuracies[8], "\(result.output)")
        #expect(result.output.contains("total") && result.output.contains("61706"))
        // Weights have the names that they have in PyTorch.
        let checkpoint = try Checkpoint(reading: folder("lenet.safetensors"), in: ComputeContext(threads: 1))
        #expect(checkpoint.tensors.map(\.name).prefix(3) == ["conv1.weight", "conv1.bias", "conv2.weight"])
    }

    @Test("A missing folder ends it with a sentence")
    func mistakes() throws {
        let folder = try TemporaryFolder()
        let absent = try Program.run("lenet-example", [folder("absent")], in: folder)
        #expect(absent.status == 1 && absent.errors.contains("train-images-idx3-ubyte: there is no such file"))
        let none = try Program.run("lenet-example", [], in: folder)
        #expect(none.status == 1 && none.errors.hasPrefix("error: expected the folder"))
    }

    @Test("The README walks through the very file")
    func readme() throws {
        let readme = try String(contentsOf: Self.package.appendingPathComponent("README.md"), encoding: .utf8)
        let section = try #require(readme.components(separatedBy: "\n## As a library\n").dropFirst().first)
            .components(separatedBy: "\n## ")[0]
        let blocks = section.components(separatedBy: "```swift\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        // The first block is the dependency in the reader's own Package.swift.
        #expect(blocks.first?.hasPrefix(".package(url:") == true)
        let file = Self.package.appendingPathComponent("Examples/LeNet/Sources/LeNet/main.swift")
        #expect(try blocks.dropFirst().joined(separator: "\n") == String(contentsOf: file, encoding: .utf8))
    }
}
