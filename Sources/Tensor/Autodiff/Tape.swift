import Synchronization

/// The operators of one step in the order in which they ran, for reverse-mode differentiation.
///
/// A tensor that takes part in a step refers to its tape, and so do the results of operators on it: nothing is ambient.
/// Backward walks the entries from the last to the first. Where no gradient of the gradients is wanted, it drops each entry as
/// soon as it is done, so that what an operator kept for its gradient is freed on the way, and records nothing.
open class Tape: @unchecked Sendable {
    /// The vector-Jacobian product of one operator: from the gradient of its output to those of its inputs, in order;
    /// nil for an input that is not tracked, and for one on which the output does not depend.
    public typealias Backward = (_ outputGradient: Tensor) -> [Tensor?]

    private struct Entry {
        /// Indices of the inputs; -1 for those that are not tracked.
        let inputs: [Int]
        /// Nil for a leaf.
        let backward: Backward?

        static var leaf: Entry { Entry(inputs: [], backward: nil) }
    }

    /// Sees each operator's result, and in the backward pass each gradient that an operator passes on, with the indices of the
    /// operator's tracked inputs on the tape. It exists for finding faults: nothing is shown to it otherwise.
    package typealias Inspector = (_ value: Tensor, _ isGradient: Bool, _ inputs: [Int]) -> Void

    private struct State {
        var entries: [Entry] = []
        /// No longer once gradients are computed that nobody differentiates.
        var isRecording = true
        /// Where the entries are since this tape was joined to another.
        var forwarded: (tape: Tape, offset: Int)?
        /// How many calls of `gradient(at:)` are computing on this tape.
        var gradientDepth = 0
    }

    private let state = Mutex(UncheckedBox(State()))
    private let inspector: Inspector?
    /// Whether this tape may join another: that of a gradient which is asked for within a step.
    fileprivate let canJoin: Bool
    /// Whether somebody will ask for gradients at the end of the step. Otherwise only those that are asked for on the way need
    /// entries, and only while they are computed: who began the step need not end it.
    private let isDifferentiated: Bool
    /// Tapes that began earlier have lower numbers.
    private let number = Tape.numbers.add(1, ordering: .relaxed).oldValue
    private static let numbers = Atomic(0)

    package init(inspector: Inspector? = nil, canJoin: Bool = false, isDifferentiated: Bool = true) {
        self.inspector = inspector
        self.canJoin = canJoin
        self.isDifferentiated = isDifferentiated
    }

    /// Number of entries, leaves included.
    package var count: Int { state.withLock { $0.value.entries.count } }

    /// Whether operators on tracked tensors are recorded now.
    var isRecording: Bool { state.withLock { $0.value.isRecording } }

    /// Ends the step: drops what is recorded. Its tensors are constants from now on.
    package func finish() {
        let dropped = state.withLock { state in
            state.value.isRecording = false
            defer { state.value.entries = [] }
            return UncheckedBox(state.value.entries)
        }
        _ = dropped
    }

    /// Keeps entries until the gradient that is asked for now is there.
    func beginGradient() { state.withLock { $0.value.gradientDepth += 1 } }

    /// Ends that; where nobody else will ask for gradients, what operators kept is dropped, and results are constants.
    func endGradient() {
        let dropped = state.withLock { state in
            state.value.gradientDepth -= 1
            guard state.value.gradientDepth == 0, !isDifferentiated else { return UncheckedBox([Entry]()) }
            defer { state.value.entries = Array(repeating: .leaf, count: state.value.entries.count) }
            return UncheckedBox(state.value.entries)
        }
        _ = dropped
    }

    /// Whether results of operators on tracked tensors have entries.
    private var keepsEntries: Bool { isDifferentiated || state.withLock { $0.value.gradientDepth > 0 } }

    // MARK: Recording

    /// A value whose gradient will be asked for.
    package func leaf(_ value: Tensor) -> Tensor { append([], value, nil) }

    /// Records an operator: `value` came from `inputs`, and `backward` is its vector-Jacobian product. Without a tracked input
    /// the result is a constant and `backward` is dropped. `backward` computes in operations that are recorded in the same way,
    /// so that it can be differentiated in turn.
    public static func record(_ value: Tensor, from inputs: [Tensor], backward: @escaping Backward) -> Tensor {
        record(value, inputs) { _ in backward }
    }

    /// The same for an operator whose derivative follows from its output, which `backward` gets as its second argument.
    public static func record(
        _ value: Tensor, from inputs: [Tensor],
        backward: @escaping (_ outputGradient: Tensor, _ output: Tensor) -> [Tensor?]
    ) -> Tensor {
        record(value, inputs) { output in { backward($0, output) } }
    }

    /// The same for an operator that applied an activation to its own result: `backward` gets the gradient before it.
    static func record(
        _ value: Tensor, from inputs: [Tensor], under activation: Activation, backward: @escaping Backward
    ) -> Tensor {
        if activation == .identity { return record(value, from: inputs, backward: backward) }
        return record(value, from: inputs) { backward(activation.gradient(at: $1, $0)) }
    }

    private static func record(
        _ value: Tensor, _ inputs: [Tensor], _ makeBackward: @escaping (_ output: Tensor) -> Backward
    ) -> Tensor {
        guard let tape = common(of: inputs.lazy.map { $0.tape }) else { return value }
        // A tensor that another step tracked, which is over, is a constant.
        let places = inputs.map { $0.index(on: tape) }
        guard places.contains(where: { $0 >= 0 }), tape.keepsEntries else { return value.on(tape) }
        return tape.append(places, value, makeBackward)
    }

    /// The step of which the inputs of an operator are part; nil if they are constants. Steps must not be mixed.
    package static func common(of tapes: some Sequence<Tape?>) -> Tape? {
        var found: Tape?
        for tape in tapes {
            guard let tape = tape?.resolved, tape !== found else { continue }
            found = found.map { tape.joined(with: $0) } ?? tape
        }
        return found
    }

    /// This tape, or the one that it has joined; nil if the step is over. While gradients are computed that nobody
    /// differentiates, its tensors are constants too, so that an operator's gradient may ask for one of its own.
    @usableFromInline
    package var resolved: Tape? {
        let (isRecording, target) = state.withLock { ($0.value.isRecording, $0.value.forwarded?.tape) }
        if let target { return target.resolved }
        return isRecording ? self : nil
    }

    /// Joins the younger of two tapes to the older, if it is that of a gradient within a step.
    private func joined(with other: Tape) -> Tape {
        let (older, younger) = number < other.number ? (self, other) : (other, self)
        require(
            younger.canJoin,
            "an operator's inputs are part of two steps: a tensor of one enters another only as `detached`")
        let (entries, depth) = younger.state.withLock { state in
            defer { state.value.entries = [] }
            return (UncheckedBox(state.value.entries), state.value.gradientDepth)
        }
        let offset = older.state.withLock { state in
            let offset = state.value.entries.count
            state.value.gradientDepth += depth
            state.value.entries += entries.value.map { entry in
                Entry(inputs: entry.inputs.map { $0 < 0 ? $0 : $0 + offset }, backward: entry.backward)
            }
            return offset
        }
        younger.state.withLock { $0.value.forwarded = (older, offset) }
        return older
    }

    /// Where an entry of this tape is on the tape that it has joined.
    fileprivate func position(of index: Int, on tape: Tape) -> Int {
        var (current, position) = (self, index)
        while current !== tape, let next = current.state.withLock({ $0.value.forwarded }) {
            position += next.offset
            current = next.tape
        }
        return current === tape ? position : -1
    }

    /// Adds an entry; `backward` makes its function from the recorded value. A leaf has none.
    private func append(
        _ inputs: [Int], _ value: Tensor, _ makeBackward: ((_ output: Tensor) -> Backward)?
    ) -> Tensor {
        var result = value.detached.on(self)
        state.withLock { state in
            require(state.value.isRecording, "a tape serves one step, and this one is over")
            result.index = state.value.entries.count
            state.value.entries.append(Entry(inputs: inputs, backward: makeBackward?(result)))
        }
        inspector?(value, false, makeBackward == nil ? [result.index] : inputs.filter { $0 >= 0 })
        return result
    }

    // MARK: Backward

    /// The gradients of a scalar `result` at `tensors`, in order; nil where the result does not depend on one.
    ///
    /// If they are `differentiable`, they are part of the step like other results; else the tape is emptied.
    package func gradients(of result: Tensor, at tensors: [Tensor], differentiable: Bool = false) -> [Tensor?] {
        require(result.count == 1, "only a scalar has a gradient, not a tensor of shape \(result.shape)")
        require(isRecording, "a tape serves one step, and this one is over")
        if let tape = result.tape?.resolved {
            require(tape === self, "the result of a step is part of another step")
        }
        let places = tensors.map { $0.index(on: self) }
        let start = result.index(on: self)
        var gradients = [Tensor?](repeating: nil, count: start + 1)
        if start >= 0 { gradients[start] = Tensor.full(result.shape, 1, in: result.context) }
        result.context.during(.backward) {
            if differentiable {
                walk(&gradients, downTo: places.filter { $0 >= 0 }.min() ?? 0, keeping: Set(places))
            } else {
                state.withLock { $0.value.isRecording = false }
                unwind(&gradients)
            }
        }
        return places.map { $0 < 0 || $0 > start ? nil : differentiable ? gradients[$0] : gradients[$0]?.detached }
    }

    /// From the last entry to the first, each passes its gradient on to its inputs, and is dropped.
    private func unwind(_ gradients: inout [Tensor?]) {
        while let entry = state.withLock({ state in state.value.entries.popLast().map(UncheckedBox.init) })?.value {
            let index = state.withLock { $0.value.entries.count }
            guard index < gradients.count, let backward = entry.backward, let gradient = gradients[index] else {
                continue
            }
            gradients[index] = nil
            propagate(backward(gradient), to: entry.inputs, &gradients)
        }
    }

    /// The same without dropping anything, for gradients that are differentiated again. Wanted gradients are kept and passed on.
    private func walk(_ gradients: inout [Tensor?], downTo first: Int, keeping wanted: Set<Int>) {
        for index in stride(from: gradients.count - 1, through: first, by: -1) {
            guard let gradient = gradients[index] else { continue }
            let entry = state.withLock { UncheckedBox($0.value.entries[index]) }.value
            if !wanted.contains(index) { gradients[index] = nil }
            guard index > first, let backward = entry.backward else { continue }
            propagate(backward(gradient), to: entry.inputs, &gradients)
        }
    }

    private func propagate(_ inputGradients: [Tensor?], to inputs: [Int], _ gradients: inout [Tensor?]) {
        require(inputGradients.count == inputs.count, "an operator returned too few gradients")
        for (input, inputGradient) in zip(inputs, inputGradients) where input >= 0 {
            guard let inputGradient else { continue }
            inspector?(inputGradient, true, [input])
            Self.accumulate(inputGradient, into: &gradients[input])
        }
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

extension NDArray {
    /// Records an operation that only moves elements: `backward` moves their gradients, if they are floats.
    static func recordMove(
        _ value: NDArray, from inputs: [NDArray], backward: @escaping Tape.Backward
    ) -> NDArray {
        guard inputs.contains(where: { $0.tape != nil }) else { return value }
        // All arrays have the same layout, whatever their elements.
        if Element.self == Float.self {
            let result = Tape.record(
                unsafeBitCast(value, to: Tensor.self), from: unsafeBitCast(inputs, to: [Tensor].self),
                backward: backward)
            return unsafeBitCast(result, to: NDArray.self)
        }
        return value.on(Tape.common(of: inputs.lazy.map { $0.tape }))
    }
}

/// What only the lock's owner touches.
struct UncheckedBox<Value>: @unchecked Sendable {
    var value: Value

    init(_ value: Value) { self.value = value }
}

extension NDArray {
    /// The index on a tape to which this value's own tape may have been joined; -1 for a constant.
    func index(on tape: Tape) -> Int {
        guard index >= 0, let own = self.tape else { return -1 }
        return own === tape ? index : own.position(of: index, on: tape)
    }

    /// Whether a gradient can flow to this value now. Operators skip the gradients of inputs that are not tracked.
    @inlinable
    public var isTracked: Bool { index >= 0 && openTape != nil }

    /// Where the tape of a step has this value; nil for a constant.
    package var tapeIndex: Int? { index >= 0 ? index : nil }

    /// This value as part of the step of another operand, such as the tokens that an embedding looks up.
    func following(_ other: NDArray<some TensorElement>) -> NDArray {
        guard let step = Tape.common(of: [tape, other.tape]), index < 0 else { return self }
        return on(step)
    }

    /// This value as part of a step.
    package func on(_ tape: Tape?) -> NDArray {
        var value = self
        value.tape = tape
        return value
    }
}

extension Tape {
    /// This tape, or the one that it has joined.
    var resolvedTape: Tape { resolved ?? self }

    /// The tensor as part of this step; it must not be part of another one.
    package func input<Element>(_ tensor: NDArray<Element>) -> NDArray<Element> {
        guard let other = tensor.openTape else { return tensor.detached.on(self) }
        require(
            other === self || other.canJoin,
            "the input of a step is part of another step: a tensor of one enters another only as `detached`")
        _ = Tape.common(of: [self, other])
        return tensor
    }
}

extension NDArray {
    /// The step that this value is part of, if it is not over.
    @inlinable
    package var openTape: Tape? { tape?.resolved }
}
