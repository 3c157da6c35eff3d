import SwiftletTensor

/// The operators of one forward pass in the order in which they ran, for reverse-mode differentiation.
///
/// Backward walks the entries from the last to the first and drops each as soon as it is done, so what an operator kept
/// for its gradient is freed on the way. A tape serves one backward pass; using it again is
/// a bug and traps.
public final class Tape {
    /// The vector-Jacobian product of one operator: from the gradient of its output to those of its inputs, in order;
    /// nil for an input that is not tracked.
    public typealias Backward = (_ outputGradient: Tensor) -> [Tensor?]

    private struct Entry {
        /// Indices of the inputs; -1 for those that are not tracked.
        let inputs: [Int]
        /// Nil for a leaf.
        let backward: Backward?
    }

    /// Is shown each operator's result, and in the backward pass each gradient that an operator hands on, with the place on
    /// the tape of the operator's tracked inputs. It exists for finding faults: nothing is shown to it otherwise.
    public typealias Inspector = (_ value: Tensor, _ isGradient: Bool, _ inputs: [Int]) -> Void

    private var entries: [Entry] = []
    private var isSpent = false
    private let inspector: Inspector?

    /// An empty tape.
    public init(inspector: Inspector? = nil) { self.inspector = inspector }

    /// Where a variable stands on this tape; nil for a constant.
    public static func place(of variable: Variable) -> Int? { variable.node?.index }

    /// Number of entries, leaves included.
    public var count: Int { entries.count }

    /// Tracks a tensor whose gradient will be asked for.
    public func leaf(_ value: Tensor) -> Variable {
        append(Entry(inputs: [], backward: nil), value: value)
    }

    /// Records an operator: `value` came from `inputs`, and `backward` is its vector-Jacobian product. Without a tracked input
    /// the result is a constant and `backward` is dropped.
    public static func record(_ value: Tensor, from inputs: [Variable], backward: @escaping Backward) -> Variable {
        guard let tape = inputs.lazy.compactMap({ $0.node?.tape }).first else { return Variable(value) }
        let indices = inputs.map { input -> Int in
            guard let node = input.node else { return -1 }
            require(node.tape === tape, "an operator's inputs are tracked on different tapes")
            return node.index
        }
        return tape.append(Entry(inputs: indices, backward: backward), value: value)
    }

    private func append(_ entry: Entry, value: Tensor) -> Variable {
        requireUnspent()
        inspector?(value, false, entry.backward == nil ? [entries.count] : entry.inputs.filter { $0 >= 0 })
        entries.append(entry)
        return Variable(value, node: Variable.Node(tape: self, index: entries.count - 1))
    }

    /// Gradients of a scalar `result` with respect to `variables`, in order; nil where the result does not depend on the
    /// variable. Empties the tape.
    public func gradients(of result: Variable, withRespectTo variables: [Variable]) -> [Tensor?] {
        requireUnspent()
        require(result.value.count == 1, "only a scalar has a gradient, not a tensor of shape \(result.shape)")
        var gradients = [Tensor?](repeating: nil, count: entries.count)
        if let node = result.node {
            require(node.tape === self, "the result is tracked on another tape")
            gradients[node.index] = Tensor([1], shape: result.shape, in: result.value.context)
        }
        isSpent = true
        result.value.context.during(.backward) { propagate(&gradients) }
        return variables.map { variable in
            guard let node = variable.node else { return nil }
            require(node.tape === self, "a variable is tracked on another tape")
            return gradients[node.index]
        }
    }

    /// From the last entry to the first, each hands its gradient on to its inputs.
    private func propagate(_ gradients: inout [Tensor?]) {
        while let entry = entries.popLast() {
            let index = entries.count
            guard let backward = entry.backward, let gradient = gradients[index] else { continue }
            gradients[index] = nil
            let inputGradients = backward(gradient)
            require(inputGradients.count == entry.inputs.count, "an operator returned too few gradients")
            for (input, inputGradient) in zip(entry.inputs, inputGradients) where input >= 0 {
                guard let inputGradient else { continue }
                inspector?(inputGradient, true, [input])
                Self.accumulate(inputGradient, into: &gradients[input])
            }
        }
    }

    private func requireUnspent() {
        require(!isSpent, "a tape serves one backward pass, and this one has had it; record the next on a new tape")
    }

    private static func accumulate(_ gradient: Tensor, into sum: inout Tensor?) {
        guard var total = sum else {
            sum = gradient
            return
        }
        // Let go of the slot first, so that the sum is updated in place where nobody else holds it.
        sum = nil
        total.add(gradient)
        sum = total
    }
}
