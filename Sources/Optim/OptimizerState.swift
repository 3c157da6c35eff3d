import SwiftletNN
import SwiftletTensor

/// What an optimizer remembers.
public struct OptimizerState {
    /// The number of steps taken.
    public var stepCount: Int
    /// Tensors by parameter and purpose, as in `output.weight.first_moment`. `output.weight.step` counts the steps in
    /// which this parameter took part.
    public var tensors: [(name: String, value: Tensor)]

    /// A state from its parts.
    public init(stepCount: Int, tensors: [(name: String, value: Tensor)]) {
        self.stepCount = stepCount
        self.tensors = tensors
    }
}

/// An invalid hyperparameter or state of an optimizer, in one sentence.
public struct OptimizerError: Error, CustomStringConvertible, Equatable {
    /// What was given and what was expected.
    public let description: String
}

extension Optimizer {
    private static var stepName: String { "step" }

    /// What a checkpoint must hold to resume from here, parameters in the order in which they were first seen.
    public final var state: OptimizerState {
        var tensors: [(name: String, value: Tensor)] = []
        for name in names {
            guard let entry = entries[name], let context = entry.state.first?.context else { continue }
            tensors += zip(entry.stateNames, entry.state).map { ("\(name).\($0)", $1) }
            tensors.append(("\(name).\(Self.stepName)", Tensor([Float(entry.step)], in: context)))
        }
        return OptimizerState(stepCount: stepCount, tensors: tensors)
    }

    /// Resumes from a saved state of an optimizer of the same kind and options that worked on `model`; all or nothing.
    ///
    /// Throws `OptimizerError` with every tensor that is missing, unexpected or of the wrong shape.
    public final func load(_ state: OptimizerState, for model: some Module) throws {
        let parameters = try Dictionary(uniqueKeysWithValues: model.namedParameters().map { ($0.name, $0.parameter) })
        var loaded: [String: Entry] = [:]
        var found: [String: [String: Tensor]] = [:]
        var order: [String] = []
        var complaints: [String] = []
        for (name, value) in state.tensors {
            let dot = name.lastIndex(of: ".") ?? name.startIndex
            let (owner, field) = (String(name[..<dot]), String(name[dot...].dropFirst()))
            let entry = loaded[owner] ?? parameters[owner].map { newEntry(owner, $0) }
            guard let parameter = parameters[owner], let entry, (entry.stateNames + [Self.stepName]).contains(field)
            else {
                complaints.append("'\(name)' is unexpected")
                continue
            }
            let expected = field == Self.stepName ? [1] : parameter.value.shape
            guard value.shape == expected else {
                complaints.append("'\(name)' has the shape \(value.shape) where \(expected) is expected")
                continue
            }
            if loaded[owner] == nil { order.append(owner) }
            loaded[owner] = entry
            found[owner, default: [:]][field] = value
        }
        for owner in order {
            guard let parameter = parameters[owner], let tensors = found[owner], var entry = loaded[owner] else {
                continue
            }
            let missing = (entry.stateNames + [Self.stepName]).filter { tensors[$0] == nil }
            complaints += missing.sorted().map { "'\(owner).\($0)' is missing" }
            entry.state = entry.stateNames.compactMap { tensors[$0]?.moved(to: parameter.value.context) }
            if let count = tensors[Self.stepName]?.item {
                entry.step = Int(exactly: count) ?? 0
                if entry.step < 1 { complaints.append("'\(owner).step' is \(count) where a count is expected") }
            }
            loaded[owner] = entry
        }
        guard complaints.isEmpty else {
            let list = complaints.joined(separator: ", ")
            throw OptimizerError(description: "the saved state does not fit this optimizer and its model: \(list)")
        }
        (entries, names, stepCount) = (loaded, order, state.stepCount)
    }
}
