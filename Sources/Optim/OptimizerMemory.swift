import SwiftletNN
import SwiftletTensor

/// The tensors that an optimizer keeps for one parameter.
protocol ParameterMemory {
    /// The tensors by their names in checkpoints.
    static var fields: [(name: String, path: WritableKeyPath<Self, Tensor?>)] { get }
    init()
}

/// What an optimizer keeps for each parameter, by the parameter's name.
struct OptimizerMemory<Memory: ParameterMemory> {
    /// Memory of one parameter, and in how many steps it took part.
    private struct Entry {
        var step = 0
        var memory = Memory()
    }

    private static var stepField: String { "step" }
    private(set) var stepCount = 0
    private var entries: [String: Entry] = [:]
    private var names: [String] = []

    /// Calls `update` with each trainable parameter's value, gradient, memory and step number, which is 1 at first.
    mutating func step(_ gradients: Gradients, _ update: (inout Tensor, Tensor, inout Memory, Int) -> Void) {
        stepCount += 1
        for (name, parameter, gradient) in gradients.entries where parameter.isTrainable {
            if entries[name] == nil { names.append(name) }
            Self.update(parameter, gradient, &entries[name, default: Entry()], update)
        }
    }

    private static func update(
        _ parameter: Parameter, _ gradient: Tensor, _ entry: inout Entry,
        _ update: (inout Tensor, Tensor, inout Memory, Int) -> Void
    ) {
        entry.step += 1
        gradient.context.during(.update) { update(&parameter.value, gradient, &entry.memory, entry.step) }
    }

    /// The state for a checkpoint, parameters in the order in which they were first seen.
    func state() -> OptimizerState {
        var tensors: [(name: String, value: Tensor)] = []
        for name in names {
            guard let entry = entries[name] else { continue }
            var context: ComputeContext?
            for (field, path) in Memory.fields {
                guard let value = entry.memory[keyPath: path] else { continue }
                context = value.context
                tensors.append(("\(name).\(field)", value))
            }
            if let context { tensors.append(("\(name).\(Self.stepField)", Tensor([Float(entry.step)], in: context))) }
        }
        return OptimizerState(stepCount: stepCount, tensors: tensors)
    }

    /// Replaces everything by a saved state. Each parameter that the state names needs all `required` fields.
    mutating func load(_ state: OptimizerState, for model: some Module, required: Set<String>) throws {
        let parameters = try Dictionary(uniqueKeysWithValues: model.namedParameters().map { ($0.name, $0.parameter) })
        let paths = Dictionary(uniqueKeysWithValues: Memory.fields.map { ($0.name, $0.path) })
        var loaded = OptimizerMemory()
        var found: [String: Set<String>] = [:]
        var complaints: [String] = []
        loaded.stepCount = state.stepCount
        for (name, value) in state.tensors {
            let dot = name.lastIndex(of: ".") ?? name.startIndex
            let (owner, field) = (String(name[..<dot]), String(name[dot...].dropFirst()))
            guard let parameter = parameters[owner], field == Self.stepField || required.contains(field) else {
                complaints.append("'\(name)' is unexpected")
                continue
            }
            let expected = field == Self.stepField ? [1] : parameter.value.shape
            guard value.shape == expected else {
                complaints.append("'\(name)' has the shape \(value.shape) where \(expected) is expected")
                continue
            }
            if found[owner, default: []].isEmpty { loaded.names.append(owner) }
            found[owner, default: []].insert(field)
            if let path = paths[field] {
                loaded.entries[owner, default: Entry()].memory[keyPath: path] = value.moved(
                    to: parameter.value.context)
            } else if let step = Int(exactly: value.item), step > 0 {
                loaded.entries[owner, default: Entry()].step = step
            } else {
                complaints.append("'\(name)' is \(value.item) where a count is expected")
            }
        }
        for owner in loaded.names {
            let missing = required.union([Self.stepField]).subtracting(found[owner, default: []])
            complaints += missing.sorted().map { "'\(owner).\($0)' is missing" }
        }
        guard complaints.isEmpty else {
            let list = complaints.joined(separator: ", ")
            throw OptimizerError(description: "the saved state does not fit this optimizer and its model: \(list)")
        }
        self = loaded
    }
}
