import Foundation
import SwiftletNN
import SwiftletTensor
import TestSupport
import Testing

@testable import SwiftletTrain

@Suite("A module is saved to and loaded from a safetensors file")
struct ModuleCheckpointTests {
    let folder: TemporaryFolder
    let context: ComputeContext

    init() throws {
        folder = try TemporaryFolder()
        context = try ComputeContext(threads: 1)
    }

    private func model(seed: UInt64, outputs: Int = 2) throws -> Sequential {
        try declared(outputs: outputs).initialized(seed: seed, in: context)
    }

    private func declared(outputs: Int = 2) -> Sequential { Sequential(Linear(3, outputs), BatchNorm1d(outputs)) }

    private func values(_ model: Sequential) throws -> [[Float]] { try model.stateDictionary().map(\.value.elements) }

    @Test func roundTrip() throws {
        let (first, second) = (try model(seed: 1), try model(seed: 2))
        #expect(try values(first) != values(second))
        try first.save(to: folder("model.safetensors"), metadata: ["epochs": "3"])
        try second.load(from: folder("model.safetensors"))
        #expect(try values(first) == values(second))
        let checkpoint = try Checkpoint(reading: folder("model.safetensors"), in: context)
        #expect(checkpoint.metadata == ["epochs": "3"])
        #expect(checkpoint.tensors.map(\.name).contains("1.running_mean"))
    }

    @Test("A model without values gets them from a file, in the context that is asked for, or stays without")
    func loadedFromFile() throws {
        let path = folder("model.safetensors")
        let saved = try model(seed: 1)
        try saved.save(to: path)
        let other = try ComputeContext(threads: 1)
        let loaded = try declared().loaded(from: path, in: other)
        #expect(try values(loaded) == values(saved))
        #expect(try loaded.stateDictionary().allSatisfy { $0.value.context === other })
        // One that has values stays in its context.
        let kept = try model(seed: 2).loaded(from: path, in: other)
        #expect(try values(kept) == values(saved))
        #expect(try kept.stateDictionary().allSatisfy { $0.value.context === context })
        let wider = declared(outputs: 3)
        #expect(throws: CheckpointError.self) { try wider.loaded(from: path, in: other) }
        #expect(try wider.namedParameters().allSatisfy { $0.parameter.valueIfThere == nil })
    }

    @Test("What does not fit is told with the file's name, and nothing is changed")
    func mismatch() throws {
        let path = folder("model.safetensors")
        try model(seed: 1, outputs: 4).save(to: path)
        let other = try model(seed: 2)
        let before = try values(other)
        let error = #expect(throws: CheckpointError.self) { try other.load(from: path) }
        #expect(error?.path == path && error?.reason.contains("'0.weight' has the shape [4, 3]") == true)
        #expect(throws: CheckpointError.self) { try other.load(from: folder("absent")) }
        #expect(try values(other) == before)
    }

    @Test("A file's tensors are told apart by the bytes of their names, and integers are content that no module has")
    func unknownTensors() throws {
        let path = folder("model.safetensors")
        let saved = try model(seed: 1)
        var tensors = try saved.stateDictionary().map { (name: $0.name, tensor: $0.value) }
        tensors += ["caf\u{e9}", "cafe\u{301}"].map { ($0, Tensor([1], in: context)) }
        try Checkpoint(tensors: tensors, integers: [("steps", IntTensor([3], shape: [1], in: context))]).write(to: path)
        let other = try model(seed: 2)
        let error = #expect(throws: CheckpointError.self) { try other.load(from: path) }
        let reason = error?.reason ?? ""
        #expect(reason.components(separatedBy: "is unexpected").count == 4, "\(reason)")
        try other.load(from: path, strict: false)
        #expect(try values(other) == values(saved))
    }

    @Test("Without strictness, what is there is taken and the rest is left")
    func partly() throws {
        let path = folder("model.safetensors")
        let linear = try Sequential(Linear(3, 2)).initialized(seed: 1, in: context)
        try linear.save(to: path)
        let other = try model(seed: 2)
        #expect(throws: CheckpointError.self) { try other.load(from: path) }
        try other.load(from: path, strict: false)
        #expect(try values(other).prefix(2) == values(linear).prefix(2))
    }
}
