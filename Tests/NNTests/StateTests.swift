import SwiftletNN
import SwiftletTensor
import Testing

@Suite("States are saved and loaded by name")
struct StateTests {
    private let context: ComputeContext
    init() throws { context = try ComputeContext(threads: 1) }

    private func model(seed: UInt64) throws -> Sequential {
        try Sequential(Linear(3, 2), BatchNorm1d(2)).initialized(seed: seed, in: context)
    }

    private func dictionary(_ model: some Module) throws -> [String: Tensor] {
        Dictionary(uniqueKeysWithValues: try model.stateDictionary().map { ($0.name, $0.value) })
    }

    @Test("What is loaded is what was saved, and later changes stay apart")
    func roundTrip() throws {
        let (source, target) = (try model(seed: 1), try model(seed: 2))
        let saved = try dictionary(source)
        try target.load(saved)
        #expect(try target.stateDictionary().map(\.value.elements) == source.stateDictionary().map(\.value.elements))
        let linear = try #require(target.layers[0] as? Linear)
        let before = linear.weight.value.elements
        linear.weight.value.fill(9)
        #expect(saved["0.weight"]?.elements == before)
        #expect(try dictionary(source)["0.weight"]?.elements == before)
    }

    @Test("Loaded tensors move to the context of the module")
    func otherContext() throws {
        let target = try model(seed: 2)
        let other = try ComputeContext(threads: 1)
        let state = try dictionary(target).mapValues { Tensor($0.elements, shape: $0.shape, in: other) }
        try target.load(state)
        for (_, value) in try target.stateDictionary() { #expect(value.context === context) }
    }

    @Test("One error lists all that is missing, unexpected or of the wrong shape, and nothing is loaded")
    func complaints() throws {
        let target = try model(seed: 2)
        let before = try target.stateDictionary().map(\.value.elements)
        var state = try dictionary(model(seed: 1))
        state["0.bias"] = nil
        state["1.running_var"] = nil
        state["extra"] = .zeros([1], in: context)
        state["0.weight"] = .zeros([3, 2], in: context)
        let error = #expect(throws: ModuleError.self) { try target.load(state) }
        #expect(
            error?.description
                == "the state does not fit the module Sequential: '0.bias' is missing, '1.running_var' is missing, "
                + "'extra' is unexpected, '0.weight' has the shape [3, 2] where [2, 3] is expected")
        #expect(try target.stateDictionary().map(\.value.elements) == before)
        let lenient = #expect(throws: ModuleError.self) { try target.load(state, strict: false) }
        #expect(lenient?.description.contains("missing") == false)
    }

    @Test("Without strictness, names that fit are loaded and the others passed over")
    func lenient() throws {
        let target = try model(seed: 2)
        try target.load(
            ["0.bias": Tensor([5, 6], in: context), "extra": .zeros([1], in: context)], strict: false)
        #expect(try dictionary(target)["0.bias"]?.elements == [5, 6])
    }

    @Test("PyTorch's count of batches is passed over")
    func batchCount() throws {
        var state = try dictionary(model(seed: 1))
        state["1.num_batches_tracked"] = .zeros([1], in: context)
        try model(seed: 2).load(state)
    }
}
