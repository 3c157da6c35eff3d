import Foundation
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
