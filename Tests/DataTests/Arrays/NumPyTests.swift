import Foundation
import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletData

/// Files of arrays as NumPy writes and reads them.
@Suite(.enabled(if: numPy != nil, TestPython.absent)) struct NumPyTests {
    let folder: TemporaryFolder
    let context: ComputeContext

    init() throws {
        folder = try TemporaryFolder()
        context = try ComputeContext(threads: 1)
    }

    /// Arrays of every kind, in both byte orders and both orders of axes; the numbers of "c-" and "f-" are the same.
    private static let program = """
        import sys, numpy
        arrays = {}
        for kind in "b1 i1 u1 i2 u2 i4 u4 i8 u8 f2 f4 f8".split():
            for order in "<>":
                numbers = (numpy.arange(24) % 2 if kind == "b1" else numpy.arange(24)).reshape(2, 3, 4)
                numbers = numbers.astype(order + kind)
                arrays[f"c-{kind}-{'big' if order == '>' else 'little'}"] = numbers
                arrays[f"f-{kind}-{'big' if order == '>' else 'little'}"] = numpy.asfortranarray(numbers)
        arrays["scalar"] = numpy.float32(2.5)
        arrays["empty"] = numpy.zeros((0, 3), numpy.float32)
        folder = sys.argv[1]
        numpy.savez(f"{folder}/stored.npz", **arrays)
        numpy.savez_compressed(f"{folder}/packed.npz", **arrays)
        for name, array in arrays.items():
            numpy.save(f"{folder}/{name}.npy", array)
        for version in (1, 0), (2, 0), (3, 0):
            with open(f"{folder}/version{version[0]}.npy", "wb") as file:
                numpy.lib.format.write_array(file, arrays["c-f4-little"], version)
        half = numpy.arange(65536, dtype=numpy.uint16).view(numpy.float16)
        numpy.save(f"{folder}/half.npy", half)
        numpy.save(f"{folder}/single.npy", half.astype(numpy.float32))
        numpy.save(f"{folder}/records.npy", numpy.zeros(2, [("a", "<f4"), ("b", "<i4")]))
        numpy.save(f"{folder}/objects.npy", numpy.array([{}]), allow_pickle=True)
        numpy.save(f"{folder}/texts.npy", numpy.array(["ab"]))
        """

    @Test("What NumPy writes is read, in every kind, order and version")
    func reading() throws {
        try #require(numPy).succeed(Self.program, [folder.path], in: folder)
        let stored = try NPZFile.read(path: folder("stored.npz"))
        let packed = try NPZFile.read(path: folder("packed.npz"))
        #expect(stored.map(\.name) == packed.map(\.name) && stored.map(\.array) == packed.map(\.array))
        #expect(stored.count == 50)
        for (name, array) in stored {
            #expect(try NPYFile.read(path: folder("\(name).npy")) == array, "\(name)")
            guard array.shape == [2, 3, 4] else { continue }
            let expected = (0..<24).map { Float(array.element == .bool ? $0 % 2 : $0) }
            #expect(array.tensor(in: context).elements == expected, "\(name)")
            if !array.element.isFloatingPoint {
                #expect(try array.intTensor(in: context).elements == expected.map { Int32($0) }, "\(name)")
            }
        }
        #expect(Set(stored.map(\.array.element)) == Set(ArrayElement.allCases))
        let scalar = try NPYFile.read(path: folder("scalar.npy"))
        #expect(scalar.shape == [] && scalar.tensor(in: context).item == 2.5)
        for version in 1...3 {
            #expect(
                try NPYFile.read(path: folder("version\(version).npy")) == NPYFile.read(path: folder("c-f4-little.npy"))
            )
        }
        for (name, text) in [("records", "records"), ("objects", "Python objects"), ("texts", "'<U2'")] {
            expectDataError(text) { try NPYFile.read(path: folder("\(name).npy")) }
        }
    }

    @Test("All 65,536 numbers of half precision")
    func halfPrecision() throws {
        try #require(numPy).succeed(Self.program, [folder.path], in: folder)
        let half = try NPYFile.read(path: folder("half.npy")).tensor(in: context).elements
        let single = try NPYFile.read(path: folder("single.npy")).tensor(in: context).elements
        let isSame = zip(half, single).allSatisfy { $0.isNaN ? $1.isNaN : $0.bitPattern == $1.bitPattern }
        #expect(half.count == 65536 && isSame)
    }

    @Test("ZIP64 that Python writes is read, and that which is written here is read by Python")
    func zip64() throws {
        let program = """
            import io, sys, zipfile, numpy
            folder = sys.argv[1]
            arrays = {"a": numpy.arange(6, dtype=numpy.float32).reshape(2, 3), "b": numpy.arange(3, dtype=numpy.int64)}
            class Stream(io.RawIOBase):
                # What cannot be positioned gets sizes after the content.
                def __init__(self, file): self.file = file
                def writable(self): return True
                def write(self, data): return self.file.write(data)
            for packing in zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED:
                for is_stream in False, True:
                    with open(f"{folder}/python-{packing}-{is_stream}.npz", "wb") as file:
                        with zipfile.ZipFile(Stream(file) if is_stream else file, "w", packing) as archive:
                            for name, array in arrays.items():
                                with archive.open(name + ".npy", "w", force_zip64=True) as member:
                                    numpy.lib.format.write_array(member, array)
            # The records of 64 bits in the directory, as for more than 4 GiB.
            zipfile.ZIP64_LIMIT = 100
            numpy.savez(f"{folder}/python-directory.npz", **arrays)
            with numpy.load(f"{folder}/swift.npz") as loaded:
                assert loaded.files == ["w", "v"], loaded.files
                numpy.testing.assert_array_equal(loaded["w"], arrays["a"])
                numpy.testing.assert_array_equal(loaded["v"], arrays["a"])
            assert zipfile.ZipFile(f"{folder}/swift.npz").testzip() is None
            """
        let matrix = NumericArray(Tensor((0..<6).map(Float.init), shape: [2, 3], in: context))
        let numbers = IntTensor([0, 1, 2], shape: [3], in: context)
        var writer = ZipWriter(wideFrom: (100, 1))
        for name in ["w", "v"] { writer.add("\(name).npy", NPYFile.encode(matrix), isDeflated: name == "v") }
        try folder.write(writer.bytes, to: "swift.npz")
        try #require(numPy).succeed(program, [folder.path], in: folder)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("python-") }
        #expect(files.count == 5)
        for file in files {
            let arrays = try NPZFile.read(path: folder(file))
            #expect(arrays.map(\.name) == ["a", "b"] && arrays[0].array == matrix, "\(file)")
            #expect(try arrays[1].array.intTensor(in: context).elements == numbers.elements, "\(file)")
        }
    }

    @Test("What is written here is read by NumPy")
    func writing() throws {
        let tensor = Tensor((0..<6).map { Float($0) / 3 }, shape: [2, 3], in: context)
        let arrays = [
            ("w", NumericArray(tensor)), ("ö/n", NumericArray(IntTensor([7, -8], shape: [2], in: context))),
            ("s", NumericArray(Tensor([4], shape: [], in: context))),
        ]
        for (name, isCompressed) in [("stored", false), ("packed", true)] {
            try folder.write(NPZFile.encode(arrays, isCompressed: isCompressed), to: "\(name).npz")
        }
        try folder.write(NPYFile.encode(arrays[0].1), to: "w.npy")
        let program = """
            import sys, zipfile, numpy
            folder = sys.argv[1]
            expected = (numpy.arange(6, dtype=numpy.float32) / numpy.float32(3)).reshape(2, 3)
            array = numpy.load(f"{folder}/w.npy")
            assert array.dtype == numpy.float32 and array.flags.c_contiguous
            numpy.testing.assert_array_equal(array, expected)
            for name in "stored", "packed":
                path = f"{folder}/{name}.npz"
                assert zipfile.ZipFile(path).testzip() is None
                with numpy.load(path) as arrays:
                    assert arrays.files == ["w", "ö/n", "s"], arrays.files
                    numpy.testing.assert_array_equal(arrays["w"], expected)
                    numpy.testing.assert_array_equal(arrays["ö/n"], numpy.array([7, -8], numpy.int32))
                    assert arrays["s"].shape == () and arrays["s"] == 4
            """
        try #require(numPy).succeed(program, [folder.path], in: folder)
    }
}

private let numPy = TestPython.find(with: "numpy")
