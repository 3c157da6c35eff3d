import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletData

@Suite struct NamedImagesTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func array(_ element: ArrayElement, _ shape: Shape, _ bytes: [UInt8]) -> NumericArray {
        NumericArray(element, shape: shape, bytes: bytes)
    }

    private func labels(_ values: [Int64], _ shape: Shape? = nil) -> NumericArray {
        array(.int64, shape ?? [values.count], values.flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) })
    }

    private func write(_ arrays: [(name: String, array: NumericArray)], to name: String = "a.npz") throws -> String {
        try folder.write(NPZFile.encode(arrays, isCompressed: true), to: name)
    }

    private let levels: [UInt8] = [0, 10, 20, 30, 40, 50, 60, 70]

    @Test("One array, with labels in a file of their own, whose gaps make no classes")
    func singleArrays() throws {
        let images = try folder.write(NPYFile.encode(array(.uint8, [2, 2, 2], levels)), to: "i.npy")
        let alone = try NamedImages(images)
        #expect(alone.images.pixels == levels && alone.images.labels == nil && alone.files == [images])
        let classes = try folder.write(NPYFile.encode(labels([700, -3])), to: "l.npy")
        let labelled = try NamedImages(images, labels: classes)
        #expect(labelled.images.labels == [1, 0] && labelled.images.classNames == ["-3", "700"])
        #expect(labelled.files == [images, classes])
        // KMNIST has one array a file.
        let kuzushiji = try write([("arr_0", array(.uint8, [2, 2, 2], levels))])
        let targets = try write([("arr_0", array(.uint8, [2], [4, 4]))], to: "t.npz")
        #expect(try NamedImages(kuzushiji, labels: targets).images.classNames == ["4"])
        expectDataError("t.npz: the file holds 2 labels for the 1 images of") {
            try NamedImages(
                folder.write(NPYFile.encode(array(.uint8, [1, 2, 2], [1, 2, 3, 4])), to: "i.npy"), labels: targets)
        }
        expectDataError("this is a folder, whose images have no file of labels") {
            try NamedImages(folder.path, labels: targets)
        }
    }

    @Test("Arrays of images and labels in one file are found by name and by shape")
    func severalArrays() throws {
        let test = array(.uint8, [1, 2, 2], [9, 8, 7, 6])
        let all = [
            ("y_test", labels([5])), ("x_test", test), ("x_train", array(.uint8, [2, 2, 2], levels)),
            ("y_train", labels([7, 5], [2, 1])),
        ]
        let path = try write(all)
        let training = try NamedImages(path)
        #expect(training.images.pixels == levels && training.images.labels == [1, 0])
        #expect(training.images.classNames == ["5", "7"] && training.files == [path])
        #expect(training.notes == ["\(path): images are the array 'x_train', labels 'y_train'"])
        let other = try #require(NamedImages.testImages(besides: path))
        #expect(other == "\(path):x_test")
        let set = try NamedImages(other).images
        #expect(
            set.pixels == [9, 8, 7, 6] && set.classNames == ["5"] && set.classified(as: ["5", "7"])?.labels == [0])
        #expect(set.classified(as: ["7"]) == nil)
        // Names of classes by their bytes; where one alone is equal for Unicode, that one.
        let names = ["caf\u{e9}", "cafe\u{301}"]
        let both = ImageSet(width: 1, height: 1, channels: 1, pixels: [1, 2], labels: [0, 1], classNames: names)
        #expect(both.classified(as: names.reversed())?.labels == [1, 0])
        #expect(both.classified(as: [names[0], "other"]) == nil)
        let one = ImageSet(width: 1, height: 1, channels: 1, pixels: [1], labels: [0], classNames: [names[0]])
        #expect(one.classified(as: ["other", names[1]])?.labels == [1])
        var options = NamedImages.Options()
        options.part = .test
        #expect(try NamedImages(path, options).images.count == 1)
        #expect(NamedImages.testImages(besides: other) == nil)
        // Labels of another array than the usual one.
        #expect(try NamedImages("\(path):x_test", labels: "\(path):y_test").files == [path])

        let pair = try write([("arr_0", array(.uint8, [2, 2, 2], levels)), ("arr_1", labels([1, 0]))])
        #expect(try NamedImages(pair).images.labels == [1, 0])
        let medical = try write([
            ("train_images", array(.uint8, [2, 2, 2], levels)), ("val_images", test),
            ("val_labels", labels([3], [1, 1])),
        ])
        #expect(try NamedImages("\(medical):val_images").images.classNames == ["3"])
        let two = try write([("a", test), ("b", test), ("note", labels([1]))])
        expectDataError(
            "a.npz: several arrays may be the images; name one as in archive.npz:name; there are a (uint8 [1, 2, 2]), b (uint8 [1, 2, 2]), note (int64 [1])"
        ) {
            try NamedImages(two)
        }
        #expect(try NamedImages("\(two):b").images.pixels == [9, 8, 7, 6])
        expectDataError("there is no array 'c'; there are a, b, note") { try NamedImages("\(two):c") }
        expectDataError("no array holds images") { try NamedImages(write([("note", labels([1]))])) }
    }

    @Test("Fractions of white in any type, and levels")
    func values() throws {
        func pixels(_ array: NumericArray) throws -> [UInt8] {
            try NamedImages(folder.write(NPYFile.encode(array), to: "v.npy")).images.pixels
        }
        func floats(_ values: [Float]) -> NumericArray {
            array(.float32, [1, 1, values.count], values.flatMap { withUnsafeBytes(of: $0, Array.init) })
        }
        #expect(try pixels(array(.bool, [1, 1, 3], [0, 1, 1])) == [0, 255, 255])
        #expect(try pixels(array(.uint8, [1, 1, 3], [0, 1, 1])) == [0, 255, 255])
        #expect(try pixels(array(.uint8, [1, 1, 3], [0, 1, 2])) == [0, 1, 2])
        #expect(try pixels(floats([0, 0.25, 1])) == [0, 64, 255])
        #expect(try pixels(floats([0, 0.25, 254.6])) == [0, 0, 255])
        #expect(try pixels(floats([0, 0])) == [0, 0])
        expectDataError("v.npy: the values go from -0.5 to 2, but fractions from 0 to 1") {
            try pixels(floats([-0.5, 2]))
        }
        expectDataError("the values go from 0 to 256") { try pixels(floats([0, 256])) }
        expectDataError("value 1 is not a number") { try pixels(floats([.nan, 0])) }
    }

    @Test("What is no file of images is named")
    func otherFiles() throws {
        for (bytes, kind) in [
            ([0x80, 4, 0x95, 1, 2, 3, 4], "a Python pickle"), ([0xff, 0xd8, 0xff, 0xe0], "a JPEG image"),
            (PNGFile.encode(Image(width: 1, height: 1, filling: 0)), "a PNG image"),
        ] as [([UInt8], String)] {
            let sentence = expectDataError("x: this is \(kind)") { try NamedImages(folder.write(bytes, to: "x")) }
            #expect(sentence.contains("a file of images (IDX, .npy, .npz, CIFAR-10's .bin) or a folder was expected"))
            #expect(sentence.contains("cifar-10-binary.tar.gz") == kind.contains("pickle"))
            expectDataError("x: this is \(kind)") {
                try NamedImages(
                    folder.write(NPYFile.encode(array(.uint8, [1, 1, 1], [5])), to: "i.npy"), labels: folder("x"))
            }
        }
    }

    @Test("A ZIP archive without arrays is named by what it holds")
    func otherArchives() throws {
        for (member, kind) in [
            ("model/data.pkl", "a PyTorch file"), ("photos/a.png", "a ZIP archive"),
            ("[Content_Types].xml", "an Office document"),
        ] {
            var writer = ZipWriter()
            writer.add(member, [1, 2, 3], isDeflated: false)
            let path = try folder.write(writer.bytes, to: "x.zip")
            let sentence = expectDataError("x.zip: this is \(kind)") { try NamedImages(path) }
            #expect(sentence.hasSuffix("but a .npz archive of NumPy arrays was expected"))
            expectDataError("x.zip: this is \(kind)") {
                try NamedImages(
                    folder.write(NPYFile.encode(array(.uint8, [1, 1, 1], [5])), to: "i.npy"), labels: path)
            }
        }
    }

    @Test("What NumPy writes, in every order of axes and type", .enabled(if: numPy != nil, TestPython.absent))
    func fromNumPy() throws {
        let program = """
            import sys, numpy
            folder = sys.argv[1]
            nhwc = numpy.arange(2 * 4 * 5 * 3, dtype=numpy.uint8).reshape(2, 4, 5, 3)
            nchw = nhwc.transpose(0, 3, 1, 2)
            numpy.save(f"{folder}/nhwc.npy", nhwc)
            numpy.save(f"{folder}/nchw.npy", numpy.ascontiguousarray(nchw))
            numpy.save(f"{folder}/fortran.npy", numpy.asfortranarray(nhwc))
            numpy.save(f"{folder}/view.npy", nchw)
            for kind in "i2", "u2", "i4", "i8", "u8", "f2", "f4", "f8":
                for order in "<>":
                    name = "big" if order == ">" else "little"
                    numpy.save(f"{folder}/{kind}-{name}.npy", nhwc.astype(order + kind))
            numpy.save(f"{folder}/unit.npy", (nhwc / 255).astype(numpy.float64))
            numpy.savez(f"{folder}/objects.npz", images=nhwc, labels=numpy.array([3, 1]), notes=numpy.array([{}]))
            """
        try #require(numPy).succeed(program, [folder.path], in: folder)
        // The planes of NCHW, of which each third value of a row of NHWC is one.
        var expected: [UInt8] = []
        for start in [0, 1, 2, 60, 61, 62] { expected += stride(from: start, to: start + 60, by: 3).map { UInt8($0) } }
        let files = try folder.names.filter { $0.hasSuffix(".npy") }
        #expect(files.count == 21)
        for file in files {
            let set = try NamedImages(folder(file)).images
            #expect(set.pixels == expected && set.width == 5 && set.height == 4 && set.channels == 3, "\(file)")
        }
        let set = try NamedImages(folder("objects.npz")).images
        #expect(set.pixels == expected && set.classNames == ["1", "3"] && set.labels == [1, 0])
    }
}

private let numPy = TestPython.find(with: "numpy")
