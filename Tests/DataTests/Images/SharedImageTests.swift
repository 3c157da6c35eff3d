import Foundation
import TestSupport
import Testing

@testable import SwiftletData

/// Whether the shared folder holds a file.
private func holds(_ name: String) -> Bool {
    DataDirectory(flag: sharedData ?? "/nowhere", environment: [:]).find(name) != nil
}

/// Real image sets, with counts from their descriptions.
@Suite struct SharedImageTests {
    let data = DataDirectory(flag: sharedData ?? "", environment: [:])

    func counts(_ set: ImageSet) -> [Int] {
        var counts = [Int](repeating: 0, count: set.classNames.count)
        for label in set.labels ?? [] { counts[Int(label)] += 1 }
        return counts
    }

    /// Mean of all pixels, 1 for 255. Eight bytes a step, since this also runs without optimisation.
    func mean(_ set: ImageSet) -> Double {
        var sum: UInt64 = 0
        set.pixels.withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count & ~7, by: 8) {
                let word = bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)
                let pairs = (word & 0x00ff_00ff_00ff_00ff) &+ (word >> 8 & 0x00ff_00ff_00ff_00ff)
                sum &+= (pairs &* 0x0001_0001_0001_0001) >> 48
            }
        }
        #expect(set.pixels.count % 8 == 0)
        return Double(sum) / 255 / Double(set.pixels.count)
    }

    @Test(
        .enabled(
            if: holds("mnist/train-images-idx3-ubyte"), "MNIST is absent from the shared data (SWIFTLET_SHARED_DATA)"))
    func mnist() throws {
        let training = try KnownImageSets.load("mnist", part: .training, from: data)
        #expect(training.count == 60_000 && training.width == 28 && training.height == 28)
        #expect(counts(training) == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])
        #expect(abs(mean(training) - 0.1307) < 0.00005)
        let test = try KnownImageSets.load("mnist", part: .test, from: data)
        #expect(test.count == 10_000)
        #expect(test.labels?.prefix(10) == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9])
    }

    @Test(
        .enabled(
            if: holds("cifar10/data_batch_1.bin"), "CIFAR-10 is absent from the shared data (SWIFTLET_SHARED_DATA)"))
    func cifar10() throws {
        let training = try CIFAR10File.imageSet(paths: [data.require("cifar10/data_batch_1.bin")])
        #expect(counts(training) == [1005, 974, 1032, 1016, 999, 937, 1030, 1001, 1025, 981])
        #expect(training.channels == 3 && training.count == 10_000)
        let test = try KnownImageSets.load("cifar10", part: .test, from: data)
        #expect(test.count == 1000 || test.count == 10_000)
    }

    @Test(
        .enabled(
            if: holds("faces-orl/orl_faces.tar.gz"),
            "the ORL faces are absent from the shared data (SWIFTLET_SHARED_DATA)"))
    func orlFaces() throws {
        let folder = try TemporaryFolder()
        let tar = Process()
        tar.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        tar.arguments = ["tar", "-xzf", try data.require("faces-orl/orl_faces.tar.gz"), "-C", folder.path]
        try tar.run()
        tar.waitUntilExit()
        #expect(tar.terminationStatus == 0)
        let faces = try ImageFolder(classesIn: folder.path + "/orl_faces")
        #expect(faces.classNames == (1...40).map { "s\($0)" })
        #expect(faces.files.prefix(10).map { $0.split(separator: "/").last } == (1...10).map { "\($0).pgm" })
        try faces.requirePictures(perClass: 10)
        let set = try faces.imageSet()
        #expect(set.count == 400 && set.width == 92 && set.height == 112 && set.channels == 1)
        #expect(counts(set) == [Int](repeating: 10, count: 40))
        #expect(set.pixels.prefix(3) == [0x30, 0x31, 0x2d])

        // The same face after a conversion of line ends, as some copies of the set have it.
        let face = try ImageFile.bytes(path: faces.files[0])
        let converted = face.flatMap { $0 == 10 || $0 == 13 ? [13, 10] : [$0] }
        expectDataError("text conversion") { try PGMFile.decode(converted) }
    }
}
