import SwiftletNN
import SwiftletOptim
import SwiftletTensor

/// All that a training needs to go on as if it had never stopped: how far its loop has come, and the modules, optimizers,
/// averages and values of the experiment by name.
///
///     var state = try TrainingState(progress)
///     try state.add(model, as: "model")
///     state.add(optimizer.state, as: "optimizer")
///
/// Random numbers need no place in it where each follows from the seed and the number of an epoch or step.
public struct TrainingState {
    private static let progressName = "progress"
    private static let wallSecondsName = "wall_seconds"
    private static let stepCountSuffix = ".step_count"

    /// How far the loop has come.
    public let progress: LoopProgress
    /// The same as a file holds it.
    private(set) var checkpoint: Checkpoint

    /// A state to add modules and more to.
    public init(_ progress: LoopProgress) throws {
        self.progress = progress
        checkpoint = Checkpoint(tensors: [], metadata: [Self.progressName: try JSON.line(progress)])
    }

    /// The state that a file holds. Throws `RunError` if it holds something else.
    init(_ checkpoint: Checkpoint) throws {
        self.checkpoint = checkpoint
        progress = try checkpoint.decode(LoopProgress.self, Self.progressName)
    }

    /// Seconds that the run had taken when the state was kept, in all its sessions; nil in states that do not say.
    public internal(set) var wallSeconds: Double? {
        get { Self.wallSeconds(in: checkpoint.metadata) }
        set { checkpoint.metadata[Self.wallSecondsName] = newValue.map { "\($0)" } }
    }

    /// The seconds that the words of a file of a state tell.
    static func wallSeconds(in metadata: [String: String]) -> Double? {
        metadata[wallSecondsName].flatMap(Double.init)
    }

    /// Adds parameters and buffers. Throws `ModuleError`.
    public mutating func add(_ module: some Module, as name: String) throws {
        add(try module.stateDictionary(), as: name)
    }

    /// Adds what an optimizer or an average remembers.
    public mutating func add(_ state: OptimizerState, as name: String) {
        add(state.tensors, as: name)
        checkpoint.metadata[name + Self.stepCountSuffix] = "\(state.stepCount)"
    }

    /// Adds named tensors.
    public mutating func add(_ tensors: [(name: String, value: Tensor)], as name: String) {
        checkpoint.tensors += tensors.map { ("\(name).\($0.name)", $0.value) }
    }

    /// Adds numbers.
    public mutating func add(_ numbers: IntTensor, as name: String) { checkpoint.integers.append((name, numbers)) }

    /// Adds a value as JSON.
    public mutating func add(_ value: some Encodable, as name: String) throws {
        checkpoint.metadata[name] = try JSON.line(value)
    }

    /// Gives a module its parameters and buffers back. Throws `ModuleError` if they do not fit.
    public func load(_ module: some Module, as name: String) throws { try checkpoint.load(module, prefix: name) }

    /// What an optimizer or an average remembered. Throws `RunError`.
    public func optimizerState(as name: String) throws -> OptimizerState {
        OptimizerState(
            stepCount: try checkpoint.decode(Int.self, name + Self.stepCountSuffix), tensors: tensors(as: name))
    }

    /// Tensors by their names, in the order in which they were added.
    public func tensors(as name: String) -> [(name: String, value: Tensor)] {
        let start = name + "."
        return checkpoint.tensors.filter { $0.name.hasPrefix(start) }.map {
            (String($0.name.dropFirst(start.count)), $0.tensor)
        }
    }

    /// Numbers. Throws `RunError` if there are none of this name.
    public func numbers(as name: String) throws -> IntTensor {
        guard let numbers = checkpoint.integers.first(where: { $0.name == name }) else {
            throw RunError("the state has no '\(name)'")
        }
        return numbers.tensor
    }

    /// A value. Throws `RunError` if there is none of this name, or another.
    public func value<Value: Decodable>(_ type: Value.Type, as name: String) throws -> Value {
        try checkpoint.decode(type, name)
    }
}
