import SwiftletTensor
import Testing

@testable import SwiftletNN

@Suite("Models are declared first and get their values later")
struct DeclarationTests {
    private let context: ComputeContext

    init() throws { context = try ComputeContext(threads: 1) }

    private final class Pair: Layer {
        let encoder: Sequential
        let head: Linear

        init(encoder: Sequential) {
            self.encoder = encoder
            head = Linear(3, 2)
        }

        func callAsFunction(_ input: Tensor) -> Tensor { head(encoder(input)) }
    }

    @Test("A parameter without a value traps with its path, once the model was walked")
    func trapWithPath() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let model = Pair(encoder: Sequential(ReLU(), Linear(4, 3)))
            _ = try model.namedParameters()
            _ = model(.zeros([1, 4]))
        }
        try expectTrap(
            "'encoder.1.weight' of shape [3, 4] has no value yet: call initialized(seed:) or loaded(from:) on the model first",
            result)
    }

    @Test("Before that it traps with its shape")
    func trapWithoutPath() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Linear(4, 3)(.zeros([1, 4]))
        }
        try expectTrap("a Parameter of shape [3, 4] has no value yet", result)
    }

    @Test("Changing a value in place traps as reading one does")
    func trapInPlace() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let layer = BatchNorm1d(2)
            _ = try layer.namedBuffers()
            layer.runningVar.value.fill(1)
        }
        try expectTrap("'running_var' of shape [2] has no value yet", result)
    }

    @Test("A value of another shape traps, and one that is set is a constant")
    func setValues() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let layer = Linear(4, 3)
            _ = try layer.namedParameters()
            layer.weight.value = .zeros([4, 3])
        }
        try expectTrap("'weight' of shape [3, 4] cannot take a value of shape [4, 3]", result)
        let layer = Linear(2, 1, bias: false)
        _ = gradient(at: Tensor([1, 2], shape: [1, 2], in: context)) {
            layer.weight.value = $0 * 2
            #expect(!layer.weight.value.isTracked)
            return $0.sum()
        }
        #expect(layer.weight.value.elements == [2, 4])
    }

    private func expectTrap(_ sentence: String, _ result: ExitTest.Result?) throws {
        let message = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(message.contains(sentence), "\(message)")
    }

    private func values(_ model: some Module) throws -> [String: [Float]] {
        Dictionary(uniqueKeysWithValues: try model.stateDictionary().map { ($0.name, $0.value.elements) })
    }

    @Test("First values follow from seed and path, whatever else the model holds")
    func streamsByPath() throws {
        let plain = try values(Pair(encoder: Sequential(Linear(4, 3))).initialized(seed: 8, in: context))
        let larger = try values(
            Pair(encoder: Sequential(Linear(4, 3), Linear(3, 3), BatchNorm1d(3), Dropout(rate: 0.5)))
                .initialized(seed: 8, in: context))
        #expect(larger.count == 10)
        for (name, elements) in plain { #expect(larger[name] == elements, "\(name)") }
        // Layers of one shape at different places differ, and so do seeds.
        let twins = try values(Sequential(Linear(4, 4), Linear(4, 4)).initialized(seed: 8, in: context))
        #expect(twins["0.weight"] != twins["1.weight"] && twins["0.bias"] != twins["1.bias"])
        #expect(try values(Pair(encoder: Sequential(Linear(4, 3))).initialized(seed: 9, in: context)) != plain)
        #expect(try values(Pair(encoder: Sequential(Linear(4, 3))).initialized(seed: 8, in: context)) == plain)
    }

    @Test("Values that came with the declaration stay, and those that were drawn are drawn anew")
    func drawnAgain() throws {
        let table = Embedding(table: Tensor([1, 2, 3, 4], shape: [2, 2], in: context))
        #expect(try table.initialized(seed: 1, in: context).weight.value.elements == [1, 2, 3, 4])
        let layer = try Linear(2, 2).initialized(seed: 1, in: context)
        let before = layer.weight.value.elements
        layer.weight.value.fill(9)
        #expect(try layer.initialized(seed: 1, in: context).weight.value.elements == before)
    }

    @Test("Names and sizes need no values, but a state does")
    func withoutValues() async throws {
        let model = Pair(encoder: Sequential(Linear(4, 3), BatchNorm1d(3)))
        #expect(try model.parameterCount == 15 + 6 + 8)
        #expect(try model.namedBuffers().map(\.name) == ["encoder.1.running_mean", "encoder.1.running_var"])
        #expect(try model.namedParameters().allSatisfy { $0.parameter.valueIfThere == nil })
    }

    @Test("The summary of a model without values is that of one with values, and leaves it without")
    func summary() throws {
        let model = Pair(encoder: Sequential(Linear(4, 3), BatchNorm1d(3), ReLU()))
        let declared = try model.summary(inputShape: [5, 4])
        #expect(try model.namedParameters().allSatisfy { $0.parameter.valueIfThere == nil })
        #expect(try model.namedBuffers().allSatisfy { $0.buffer.valueIfThere == nil })
        #expect(declared.rows.map(\.outputShape) == [[5, 3], [5, 3], [5, 3], [5, 2]])
        #expect(declared.parameters == 15 + 6 + 8 && declared.multiplyAdds == 5 * (12 + 6))
        let filled = try model.initialized(seed: 1, in: context).summary(inputShape: [5, 4])
        #expect(declared.rows == filled.rows && "\(declared)" == "\(filled)")
    }

    @Test("A state gives a model without values all of them, in the context of the state")
    func loaded() throws {
        let source = try Pair(encoder: Sequential(Linear(4, 3))).initialized(seed: 3, in: context)
        let state = Dictionary(uniqueKeysWithValues: try source.stateDictionary().map { ($0.name, $0.value) })
        let target = Pair(encoder: Sequential(Linear(4, 3)))
        #expect(throws: ModuleError.self) { try target.load(state.filter { $0.key != "head.bias" }) }
        #expect(target.head.weight.valueIfThere == nil)
        try target.load(state)
        #expect(try values(target) == values(source))
        #expect(target.head.weight.value.context === context)
    }

    /// A module that says when reflection looks at it.
    private final class Watched: Module, CustomReflectable, @unchecked Sendable {
        let inner: Linear
        var walks = 0

        init(_ inner: Linear) { self.inner = inner }

        var customMirror: Mirror {
            walks += 1
            return Mirror(self, children: ["inner": inner])
        }
    }

    @Test("A model's stored properties are walked once")
    func walkedOnce() throws {
        let model = Watched(Linear(2, 2))
        let names = try model.namedParameters().map(\.name)
        #expect(names == ["inner.weight", "inner.bias"] && model.walks == 1)
        for _ in 0..<3 { #expect(try model.namedParameters().map(\.name) == names) }
        #expect(model.walks == 1)
        // Another object has a walk of its own.
        let other = Watched(Linear(2, 2, bias: false))
        #expect(try other.namedParameters().map(\.name) == ["inner.weight"] && other.walks == 1)
    }

    private final class First: Module {
        let first: Parameter
        init(_ parameter: Parameter) { first = parameter }
    }

    private final class Second: Module {
        let second: Parameter
        init(_ parameter: Parameter) { second = parameter }
    }

    @Test("What is remembered of a model keeps nothing alive, and serves no later model at its address")
    func walkedAnew() throws {
        weak var gone: Linear?
        weak var goneWeight: Parameter?
        do {
            let model = Linear(2, 2)
            (gone, goneWeight) = (model, model.weight)
            #expect(try model.parameterCount == 6)
        }
        #expect(gone == nil && goneWeight == nil)
        let shared = Parameter([2], .zeros)
        var addresses: Set<ObjectIdentifier> = []
        for round in 0..<100 {
            let model: any Module = round % 2 == 0 ? First(shared) : Second(shared)
            addresses.insert(ObjectIdentifier(model))
            #expect(try model.namedParameters().map(\.name) == [round % 2 == 0 ? "first" : "second"])
        }
        // Otherwise no address was used twice, and nothing was tested.
        #expect(addresses.count < 100)
    }
}
