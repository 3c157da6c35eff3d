import SwiftletTensor
import Testing

@testable import SwiftletNN

@Suite("Parameters and buffers are found by reflection, none missed and none twice")
struct ReflectionTests {
    private let context: ComputeContext

    init() throws { context = try ComputeContext(threads: 1) }

    private func linear() -> Linear { Linear(2, 3) }
    private func parameter() -> Parameter { Parameter(.zeros([2], in: context)) }

    private final class Base: Module {
        let convolutions: [Conv1d]
        let batchNorm: BatchNorm1d
        let outputScale: Parameter
        let absent: Linear? = nil
        let present: Linear?
        let features: Sequential
        let words = ["a", "b"]
        let table: [Float] = Array(repeating: 1, count: 1_000_000)
        let rate: Float? = 0.5

        init(_ context: ComputeContext) {
            convolutions = [3, 4].map {
                Conv1d(2, 5, kernelSize: $0)
            }
            batchNorm = BatchNorm1d(5)
            outputScale = Parameter(.ones([4], in: context))
            present = Linear(1, 1, bias: false)
            features = Sequential(
                Linear(2, 2), ReLU(),
                Sequential(Linear(2, 1, bias: false)))
        }
    }

    private let expectedNames = [
        "convolutions.0.weight", "convolutions.0.bias", "convolutions.1.weight", "convolutions.1.bias",
        "batch_norm.weight", "batch_norm.bias", "batch_norm.running_mean", "batch_norm.running_var", "output_scale",
        "present.weight", "features.0.weight", "features.0.bias", "features.2.0.weight",
    ]

    @Test("Names are PyTorch's paths, in the order of declaration")
    func names() throws {
        let model = try Base(context).initialized(seed: 2, in: context)
        #expect(try model.stateDictionary().map(\.name) == expectedNames)
        #expect(try model.namedParameters().map(\.name) == expectedNames.filter { !$0.contains("running") })
        #expect(try model.namedBuffers().map(\.name) == expectedNames.filter { $0.contains("running") })
        #expect(try model.parameterCount == (2 * 5 * 7 + 2 * 5) + 10 + 4 + 1 + (4 + 2) + 2)
    }

    private class Parent: Module, @unchecked Sendable {
        let first: Parameter
        init(_ first: Parameter) { self.first = first }
    }

    private final class Child: Parent, @unchecked Sendable {
        let second: Parameter
        init(_ first: Parameter, _ second: Parameter) {
            self.second = second
            super.init(first)
        }
    }

    @Test("Properties of superclasses come first")
    func inheritance() throws {
        #expect(try Child(parameter(), parameter()).namedParameters().map(\.name) == ["first", "second"])
    }

    /// A module that holds one value of any type.
    private final class Holder<Value>: Module, @unchecked Sendable {
        let held: Value
        init(_ held: Value) { self.held = held }
    }

    @Test("Arrays of arrays, of optionals and of existentials are walked")
    func nestedArrays() throws {
        let model = Holder<[[any Module]?]?>([
            [linear()], nil,
            [
                ReLU(),
                Linear(1, 1, bias: false),
            ],
        ])
        #expect(
            try model.namedParameters().map(\.name) == ["held.0.0.weight", "held.0.0.bias", "held.2.1.weight"])
    }

    private struct Box { var inner: Any }
    private enum Choice { case some(Linear) }
    private final class Plain {
        let inner: Any
        init(_ inner: Any) { self.inner = inner }
    }

    private func expectHidden(_ value: some Any, sourceLocation: SourceLocation = #_sourceLocation) {
        let error = #expect(throws: ModuleError.self, sourceLocation: sourceLocation) {
            try Holder(value).namedParameters()
        }
        #expect(error?.description.contains("'held'") == true, sourceLocation: sourceLocation)
        #expect(error?.description.contains("hides a") == true, sourceLocation: sourceLocation)
    }

    @Test("A parameter, buffer or module in any other container is an error")
    func hidden() throws {
        expectHidden(["a": linear()])
        expectHidden((1, linear()))
        expectHidden(Set([ObjectKey(object: parameter())]))
        expectHidden(Box(inner: Buffer(.zeros([1], in: context))))
        expectHidden(Choice.some(linear()))
        expectHidden(Plain(linear()))
        expectHidden([Box(inner: [linear()])])
        expectHidden(Optional(["a": ["b": parameter()]]))
        expectHidden(Box(inner: Plain(Box(inner: linear()))))
        #expect(try Holder(["a": 1]).namedParameters().isEmpty)
        #expect(try Holder((Box(inner: 1), "a")).namedParameters().isEmpty)
    }

    private struct ObjectKey: Hashable {
        let object: Parameter
        static func == (left: Self, right: Self) -> Bool { left.object === right.object }
        func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(object)) }
    }

    @Test("An object that is not a module may refer to itself")
    func cycle() throws {
        final class Node {
            var next: Node?
        }
        let node = Node()
        node.next = node
        #expect(try Holder(node).namedParameters().isEmpty)
        node.next = nil
    }

    @Test("What is found twice is an error that names both places")
    func duplicates() {
        let shared = linear()
        let modules = #expect(throws: ModuleError.self) { try Holder([shared, shared]).namedParameters() }
        #expect(modules?.description.contains("'held.0'") == true && modules?.description.contains("'held.1'") == true)
        let weight = parameter()
        #expect(throws: ModuleError.self) { try Child(weight, weight).namedParameters() }
        #expect(throws: ModuleError.self) { try Holder<[Any]>([Parent(weight), weight]).namedParameters() }
    }

    private final class Recursive: Module, @unchecked Sendable {
        weak var parent: Recursive?
        let children: [Recursive]
        init(_ children: [Recursive]) {
            self.children = children
            for child in children { child.parent = self }
        }
    }

    @Test("A module that refers to its parent is an error, not an endless walk")
    func parentReference() {
        #expect(throws: ModuleError.self) { try Recursive([Recursive([])]).namedParameters() }
    }

    private final class Lazy: Module, @unchecked Sendable {
        let make: () -> Linear
        lazy var layer: Linear? = make()
        init(_ make: @escaping () -> Linear) { self.make = make }
    }

    @Test("A lazy property that may hold a module is an error while it is empty")
    func lazyProperty() {
        let error = #expect(throws: ModuleError.self) { try Lazy(linear).namedParameters() }
        #expect(error?.description.contains("lazy") == true)
    }

    private final class Clash: Module {
        let innerWeight: Parameter
        let inner_weight: Parameter
        init(_ left: Parameter, _ right: Parameter) { (innerWeight, inner_weight) = (left, right) }
    }

    @Test("Two properties with the same name in snake case are an error")
    func clashingNames() {
        #expect(throws: ModuleError.self) { try Clash(parameter(), parameter()).namedParameters() }
    }

    @Test(arguments: [
        ("runningMean", "running_mean"), ("running_var", "running_var"), ("bn1", "bn1"),
        ("conv1Weight", "conv1_weight"),
        ("outputReLU", "output_re_lu"), ("RGBTable", "rgb_table"), ("weight", "weight"), ("_inner", "_inner"),
    ])
    func snakeCaseNames(_ name: String, _ expected: String) {
        #expect(snakeCase(name) == expected)
    }
}
