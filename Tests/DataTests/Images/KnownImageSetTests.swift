import Foundation
import TestSupport
import Testing

@testable import SwiftletData

@Suite struct KnownImageSetTests {
    let folder: TemporaryFolder
    var data: DataDirectory { DataDirectory(flag: folder.path, environment: [:]) }

    init() throws {
        folder = try TemporaryFolder()
        for name in KnownImageSets.names {
            try FileManager.default.createDirectory(
                at: folder.url.appendingPathComponent(name), withIntermediateDirectories: true)
        }
    }

    /// A record whose planes are all of one level each.
    func record(_ label: UInt8, _ red: UInt8, _ green: UInt8, _ blue: UInt8) -> [UInt8] {
        [label] + [red, green, blue].flatMap { [UInt8](repeating: $0, count: 1024) }
    }

    @Test func fashion() throws {
        let images = bigEndian(0x803) + bigEndian(1) + bigEndian(1) + bigEndian(2)
        try folder.write(images + [5, 6], to: "fashion-mnist/t10k-images-idx3-ubyte")
        try folder.write(gzip(bigEndian(0x801) + bigEndian(1) + [9]), to: "fashion-mnist/t10k-labels-idx1-ubyte.gz")
        let set = try KnownImageSets.load("fashion-mnist", part: .test, from: data)
        #expect(set.pixels == [5, 6] && set.labels == [9])
        #expect(set.classNames[9] == "ankle boot" && set.classNames.count == 10)
        let files = try KnownImageSets.files(of: "fashion-mnist", part: .test, in: data)
        #expect(files.map { $0.split(separator: "/").last } == ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte.gz"])
        expectDataError(
            "fashion-mnist/train-images-idx3-ubyte: there is no such file, plain or .gz; Scripts/fetch-data fashion-mnist gets it"
        ) {
            try KnownImageSets.load("fashion-mnist", part: .training, from: data)
        }
    }

    @Test func cifar10() throws {
        try folder.write(record(3, 1, 2, 3) + record(9, 4, 5, 6), to: "cifar10/data_batch_1.bin")
        try folder.write(gzip(record(0, 7, 8, 9)), to: "cifar10/data_batch_4.bin.gz")
        let set = try KnownImageSets.load("cifar10", part: .training, from: data)
        #expect(set.count == 3 && set.labels == [3, 9, 0] && set.classNames[9] == "truck")
        #expect(set.width == 32 && set.height == 32 && set.channels == 3)
        #expect(set[1].pixels.prefix(6) == [4, 5, 6, 4, 5, 6])
        #expect(set.pixels[2 * 3072 + 1023] == 7 && set.pixels[2 * 3072 + 1024] == 8)
        expectDataError(
            "cifar10/test_batch.bin: there is no such file, plain or .gz; Scripts/fetch-data cifar10 gets it"
        ) {
            try KnownImageSets.load("cifar10", part: .test, from: data)
        }
        try folder.write(record(1, 0, 0, 0), to: "cifar10/test_batch.first1000.bin")
        #expect(try KnownImageSets.load("cifar10", part: .test, from: data).labels == [1])
        try folder.write(record(2, 0, 0, 0), to: "cifar10/test_batch.bin")
        #expect(try KnownImageSets.load("cifar10", part: .test, from: data).labels == [2])
    }

    /// torchvision's folders, above, beside and in the one that is named, and the names of another copy of the files.
    @Test func otherFolders() throws {
        let images = bigEndian(0x803) + bigEndian(1) + bigEndian(1) + bigEndian(2) + [5, 6]
        let labels = bigEndian(0x801) + bigEndian(1) + [9]
        try folder.write(images, to: "root/MNIST/raw/t10k-images-idx3-ubyte")
        try folder.write(gzip(labels), to: "root/MNIST/raw/t10k-labels-idx1-ubyte.gz")
        try folder.write(images, to: "root/FashionMNIST/raw/t10k-images.idx3-ubyte")
        try folder.write(labels, to: "root/FashionMNIST/raw/t10k-labels.idx1-ubyte")
        func load(_ name: String, _ place: String) throws -> [Int32]? {
            try KnownImageSets.load(name, part: .test, from: DataDirectory(flag: folder(place), environment: [:]))
                .labels
        }
        for place in ["root", "root/MNIST", "root/MNIST/raw", "root/MNIST/raw/"] {
            #expect(try load("mnist", place) == [9])
        }
        for place in ["root", "root/FashionMNIST/raw"] { #expect(try load("fashion-mnist", place) == [9]) }
        // One set is not taken for another.
        expectDataError("there is no such file") { try load("mnist", "root/FashionMNIST/raw") }
        try folder.write([0x80, 4, 0x95, 1, 2, 3, 4], to: "cifar/cifar-10-batches-py/test_batch")
        expectDataError("test_batch: this is a Python pickle; of CIFAR-10, the binary version") {
            try load("cifar10", "cifar")
        }
        try folder.write(record(3, 1, 2, 3), to: "cifar/cifar-10-batches-bin/test_batch.bin")
        #expect(try load("cifar10", "cifar") == [3])
    }

    @Test func damagedCIFAR10() throws {
        for count in [0, 1, 3072, 3074, 6145] {
            let path = try folder.write([UInt8](repeating: 0, count: count), to: "bad.bin")
            expectDataError("bad.bin: the file holds \(count) bytes, but records of CIFAR-10 have 3073 bytes each") {
                try CIFAR10File.imageSet(paths: [path])
            }
        }
        let path = try folder.write(record(9, 0, 0, 0) + record(10, 0, 0, 0), to: "bad.bin")
        expectDataError("bad.bin: record 2 has the label 10; those of CIFAR-10 are 0 to 9") {
            try CIFAR10File.imageSet(paths: [path])
        }
    }

    @Test func unknownNames() {
        expectDataError("there is no image set \"emnist\"; known are mnist, fashion-mnist, cifar10") {
            try KnownImageSets.load("emnist", part: .test, from: data)
        }
    }
}
