import Foundation
import SwiftletNN
import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletTrain

@Suite struct CheckpointTests {
    let folder: TemporaryFolder
    let context: ComputeContext

    init() throws {
        folder = try TemporaryFolder()
        context = try ComputeContext(threads: 1)
    }

    @Test func readsBackWhatWasWritten() throws {
        let path = folder("model.safetensors")
        let weight = Tensor([1, -2.5, .infinity, -0.0, .leastNonzeroMagnitude, 3.4e38], shape: [2, 3], in: context)
        let metadata = ["labels": "[\"a\\b\",\"c\"]", "quote \" \\ / \n \u{1}": "ü 漢 😀", "empty": ""]
        let written = Checkpoint(
            tensors: [
                ("convolutions.0.weight", weight), ("scalar", Tensor([7], shape: [], in: context)),
                ("none", Tensor([], shape: [0, 4], in: context)),
                ("odd \" \\ \n ü", Tensor([5], shape: [1, 1, 1, 1, 1], in: context)),
            ], integers: [("tokens", IntTensor([.min, 0, .max], shape: [3], in: context))], metadata: metadata)
        try written.write(to: path)

        let read = try Checkpoint(reading: path, in: context)
        #expect(read.metadata == metadata)
        #expect(read.tensors.map(\.name) == written.tensors.map(\.name))
        #expect(read.tensors.map(\.tensor.shape) == written.tensors.map(\.tensor.shape))
        for (a, b) in zip(read.tensors, written.tensors) {
            #expect(a.tensor.elements.map(\.bitPattern) == b.tensor.elements.map(\.bitPattern))
        }
        #expect(read["scalar"]?.item == 7)
        #expect(read["absent"] == nil)
        #expect(read.integers.map(\.name) == ["tokens"])
        #expect(read.integers[0].tensor.elements == [.min, 0, .max])
        #expect(try folder.names == ["model.safetensors"])
    }

    /// A file with one tensor of two numbers.
    private func write(_ type: String, _ numbers: [UInt8], as name: String = "w") throws -> String {
        let header = #"{"\#(name)":{"dtype":"\#(type)","shape":[2],"data_offsets":[0,\#(numbers.count)]}}"#
        let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init)
        return try folder.write(length + header.utf8 + numbers, to: "typed.safetensors")
    }

    @Test("Every precision and every kind of integers is read")
    func everyType() throws {
        func bytes<Number>(_ numbers: [Number]) -> [UInt8] { numbers.withUnsafeBytes(Array.init) }
        let floats: [(String, [UInt8])] = [
            ("F16", bytes([0x3e00, 0xc000] as [UInt16])), ("BF16", bytes([0x3fc0, 0xc000] as [UInt16])),
            ("F32", bytes([1.5, -2] as [Float])), ("F64", bytes([1.5, -2] as [Double])),
        ]
        for (type, numbers) in floats {
            #expect(try Checkpoint(reading: write(type, numbers), in: context)["w"]?.elements == [1.5, -2], "\(type)")
        }
        let integers: [(String, [UInt8], [Int32])] = [
            ("BOOL", [0, 1], [0, 1]), ("U8", [0, 255], [0, 255]), ("I8", [0, 255], [0, -1]),
            ("U16", bytes([7, 65535] as [UInt16]), [7, 65535]), ("I16", bytes([7, -9] as [Int16]), [7, -9]),
            ("U32", bytes([7, 1 << 31 - 1] as [UInt32]), [7, .max]), ("I32", bytes([7, .min] as [Int32]), [7, .min]),
            ("U64", bytes([7, 1 << 31 - 1] as [UInt64]), [7, .max]), ("I64", bytes([7, -9] as [Int64]), [7, -9]),
        ]
        for (type, numbers, values) in integers {
            let read = try Checkpoint(reading: write(type, numbers), in: context)
            #expect(read.integers.first?.tensor.elements == values && read.tensors.isEmpty, "\(type)")
        }
        for (type, numbers, value) in [
            ("U32", bytes([0, 1 << 31] as [UInt32]), "2147483648"),
            ("U64", bytes([0, .max] as [UInt64]), "18446744073709551615"),
            ("F64", bytes([0, 1e300] as [Double]), "1e+300"),
        ] {
            let error = #expect(throws: CheckpointError.self) {
                try Checkpoint(reading: write(type, numbers), in: context)
            }
            #expect(error?.reason == "tensor 'w' holds \(value), which 32 bits cannot hold")
        }
        // What is not finite stays so.
        let read = try Checkpoint(reading: write("F64", bytes([Double.infinity, .nan])), in: context)
        #expect(read["w"]?.elements[0] == .infinity && read["w"]?.elements[1].isNaN == true)
    }

    @Test("Names that Swift compares as equal are two")
    func namesByBytes() throws {
        let (composed, decomposed) = ("\u{e9}", "e\u{301}")
        let path = folder("names.safetensors")
        try Checkpoint(
            tensors: [(composed, Tensor([1], in: context)), (decomposed, Tensor([2], in: context))]).write(to: path)
        let read = try Checkpoint(reading: path, in: context)
        #expect(read[composed]?.item == 1 && read[decomposed]?.item == 2 && read.tensors.count == 2)
        // A module, which has neither, refuses both.
        let linear = try Linear(1, 1).initialized(seed: 1, in: context)
        let error = #expect(throws: CheckpointError.self) { try linear.load(from: path) }
        #expect(error?.reason.contains("'\(decomposed)' is unexpected") == true)
        let object = try JSONValue(parsing: Array("{\"\(composed)\":1,\"\(decomposed)\":2}".utf8))
        #expect(object.members.map(\.value) == [.number("1"), .number("2")])
    }

    /// A file with one tensor of 64-bit integers, as PyTorch keeps its count of batches.
    private func write64Bits(_ numbers: [Int64], as name: String = "norm.num_batches_tracked") throws -> String {
        let header =
            #"{"\#(name)":{"dtype":"I64","shape":[\#(numbers.count)],"data_offsets":[0,\#(8 * numbers.count)]}}"#
        let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init)
        return try folder.write(length + header.utf8 + numbers.withUnsafeBytes(Array.init), to: "64.safetensors")
    }

    @Test("64-bit integers are read where 32 bits hold them")
    func longIntegers() throws {
        let read = try Checkpoint(reading: write64Bits([-3, 1 << 31 - 1]), in: context)
        #expect(read.tensors.isEmpty && read.integers[0].tensor.elements == [-3, .max])
        let error = #expect(throws: CheckpointError.self) {
            try Checkpoint(reading: write64Bits([1, 1 << 31]), in: context)
        }
        #expect(error?.reason == "tensor 'norm.num_batches_tracked' holds 2147483648, which 32 bits cannot hold")
    }

    @Test("Whole numbers that no module has are unexpected, but for PyTorch's count of batches")
    func unexpectedIntegers() throws {
        let norm = try BatchNorm1d(2).initialized(seed: 1, in: context)
        var checkpoint = Checkpoint(tensors: [])
        try checkpoint.add(norm, prefix: "norm")
        checkpoint.integers = try Checkpoint(reading: write64Bits([5]), in: context).integers
        try checkpoint.load(norm, prefix: "norm")
        checkpoint.integers.append(("norm.steps", IntTensor([1], shape: [1], in: context)))
        checkpoint.tensors.removeAll { $0.name == "norm.bias" }
        let error = #expect(throws: ModuleError.self) { try checkpoint.load(norm, prefix: "norm") }
        #expect(error?.description.hasSuffix("'norm.bias' is missing, 'norm.steps' is unexpected") == true)
    }

    @Test("Weights under spectral norm have PyTorch's names in files, and are read under both")
    func spectralNames() throws {
        func make(_ seed: UInt64) throws -> Sequential {
            try Sequential(Linear(3, 2, spectralNorm: true), ReLU(), Linear(2, 1))
                .initialized(seed: seed, in: context)
        }
        let source = try make(1)
        var checkpoint = Checkpoint(tensors: [])
        try checkpoint.add(source)
        #expect(
            Set(checkpoint.tensors.map(\.name)) == [
                "0.parametrizations.weight.original", "0.bias", "0.parametrizations.weight.0._u",
                "0.parametrizations.weight.0._v", "2.weight", "2.bias",
            ])
        #expect(
            checkpoint.value(of: "0.weight")?.shape == [2, 3] && checkpoint.value(of: "2.weight")?.shape == [1, 2])
        let former = Checkpoint(tensors: try source.stateDictionary().map { ($0.name, $0.value) })
        for written in [checkpoint, former] {
            let target = try make(2)
            try written.load(target)
            #expect(
                try target.stateDictionary().map(\.value.elements) == source.stateDictionary().map(\.value.elements))
        }
    }

    @Test func readsTheHeaderAlone() throws {
        let path = folder("model.safetensors")
        try Checkpoint(tensors: [("a", Tensor([1, 2], in: context))], metadata: ["k": "v"]).write(to: path)
        let header = try CheckpointHeader(reading: path)
        #expect(header.metadata == ["k": "v"])
        #expect(header.entries.map(\.name) == ["a"])
        #expect(header.entries[0].shape == [2])
        #expect(header.entries[0].type == .float32)
    }

    @Test(arguments: 0..<70) func alignsTheNumbers(nameLength: Int) throws {
        let entry = CheckpointHeader.Entry(
            name: String(repeating: "n", count: nameLength), type: .float32, shape: [1], offset: 0)
        #expect(CheckpointHeader(entries: [entry], metadata: [:]).encoded().count % 64 == 0)
    }

    @Test func readsAnEmptyCheckpoint() throws {
        try Checkpoint(tensors: []).write(to: folder("empty"))
        let read = try Checkpoint(reading: folder("empty"), in: context)
        #expect(read.tensors.isEmpty && read.integers.isEmpty && read.metadata.isEmpty)
    }

    @Test func keepsTheOldFileIfTheNewOneCannotBeWritten() throws {
        let path = folder("missing/model.safetensors")
        #expect(throws: RunError.self) { try Checkpoint(tensors: []).write(to: path) }
    }
}
