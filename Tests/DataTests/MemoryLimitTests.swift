import TestSupport
import Testing

@testable import SwiftletData

/// Loaders refuse what takes more memory than they may have, and say so by file, bytes and flag.
@Suite struct MemoryLimitTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func expectRefusal(_ needed: String, limit: Int, _ body: (MemoryLimit) throws -> some Any) throws {
        let sentence = expectDataError("\(needed) bytes of memory, but --memory-limit allows \(limit)") {
            try body(MemoryLimit(bytes: limit))
        }
        #expect(sentence.hasPrefix(folder.path))
    }

    @Test(arguments: [
        ("1KB", 1000), ("500MB", 500_000_000), ("2GB", 2_000_000_000), ("3KiB", 3072), ("1MiB", 1 << 20),
        ("4GiB", 1 << 32),
    ])
    func sizes(text: String, bytes: Int) { #expect(MemoryLimit(text)?.bytes == bytes) }

    @Test(arguments: [
        "", "GB", "2", "0GB", "-1GB", "1.5GB", "2 GB", "2gb", "9223372036854775807GB", "99999999999999999999KB",
    ])
    func noSizes(text: String) { #expect(MemoryLimit(text) == nil) }

    /// Refused by the header: the pixels that it announces are not even there.
    @Test func idxImages() throws {
        let path = try folder.write([0, 0, 8, 3, 0, 1, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28])
        try expectRefusal("takes 51380224", limit: 1_000_000) { try IDXFile.images(path: path, memory: $0) }
    }

    @Test func idxLabels() throws {
        let path = try folder.write([0, 0, 8, 1, 0, 0, 0, 100] + [UInt8](repeating: 1, count: 100))
        try expectRefusal("takes 500", limit: 499) { try IDXFile.labels(path: path, memory: $0) }
        #expect(try IDXFile.labels(path: path, memory: MemoryLimit(bytes: 500)).count == 100)
    }

    @Test func cifar() throws {
        let path = try folder.write(gzip([UInt8](repeating: 3, count: 2 * 3073)))
        try expectRefusal("takes at least 6146", limit: 6000) { try CIFAR10File.imageSet(paths: [path], memory: $0) }
        try expectRefusal("takes 12292", limit: 7000) { try CIFAR10File.imageSet(paths: [path], memory: $0) }
        #expect(try CIFAR10File.imageSet(paths: [path], memory: MemoryLimit(bytes: 12_292)).count == 2)
    }

    @Test func pictures() throws {
        let image = Image(width: 30, height: 20, filling: 7)
        let path = try folder.write(PNGFile.encode(image), to: "p/a.png")
        try expectRefusal("takes 6600", limit: 6599) { try ImageFile.read(path: path, memory: $0) }
        #expect(try ImageFile.read(path: path, memory: MemoryLimit(bytes: 6600)) == image)
        for number in 0..<20 { try folder.write(PNGFile.encode(image), to: "p/\(number).png") }
        try expectRefusal("takes 12600", limit: 7000) { try ImageFolder(picturesIn: folder("p")).imageSet(memory: $0) }
    }

    /// Ten megabytes of lines in a few kilobytes of gzip.
    @Test func sentences() throws {
        let path = try folder.write(gzip(String(repeating: "1 a\n", count: 2_500_000)))
        try expectRefusal("", limit: 1_000_000) { try SentenceFile(path: path, memory: $0) }
    }

    @Test func wordVectors() throws {
        let lines = (0..<100).map { "w\($0)" + String(repeating: " 0.5", count: 50) }.joined(separator: "\n")
        let path = try folder.write(lines)
        try expectRefusal("", limit: 10_000) { try WordVectors(path: path, memory: $0) }
        // Only what is wanted is held.
        #expect(try WordVectors(path: path, wanted: ["w7"], memory: MemoryLimit(bytes: 10_000)).words == ["w7"])
    }
}
