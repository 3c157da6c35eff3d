import SwiftletTensor
import Synchronization

/// One run of a model over a batch: what for, with which random numbers, and whose gradients are wanted.
///
/// `pass(tensor)` makes a tensor an input of the run. The pass rides on the data: results of operations on it are part of the run,
/// too, and layers find the pass in their input. Nothing is ambient; two runs cannot be mixed.
public final class Pass: Tape, @unchecked Sendable {
    /// What a pass is for: some layers behave differently.
    public enum Mode: Sendable {
        /// Dropout drops, batch norm uses and updates batch statistics.
        case training
        /// Layers are deterministic functions of input and parameters, as without a pass.
        case evaluation
    }

    /// Training or evaluation.
    public let mode: Mode
    /// The stream of this pass; layers draw from children of it.
    public let random: RandomStream
    private let wanted: Set<ObjectIdentifier>
    /// Is told which layers run, for a summary.
    let recorder: LayerRecorder?

    private struct State {
        var tracked: [ObjectIdentifier: Tensor] = [:]
        /// Names of the modules that draw random numbers.
        var streamNames: [ObjectIdentifier: String]
        var streamUses: [ObjectIdentifier: Int] = [:]
    }
    private let state: Mutex<State>

    /// A pass without gradients.
    public convenience init(_ mode: Mode, random: RandomStream = RandomStream(seed: 0)) {
        self.init(mode, random: random, wanted: [], streamNames: [:])
    }

    /// A pass that tracks the `wanted` parameters and knows the paths of modules that draw random numbers.
    init(
        _ mode: Mode, random: RandomStream, wanted: Set<ObjectIdentifier>, streamNames: [ObjectIdentifier: String],
        recorder: LayerRecorder? = nil, inspector: Inspector? = nil
    ) {
        self.mode = mode
        self.random = random
        self.wanted = wanted
        self.recorder = recorder
        state = Mutex(State(streamNames: streamNames))
        super.init(inspector: inspector, isDifferentiated: !wanted.isEmpty)
    }

    /// The tensor as an input of this run; no gradient flows to it.
    public func callAsFunction<Element>(_ tensor: NDArray<Element>) -> NDArray<Element> { input(tensor) }

    /// The stream for one call of a module. It follows from the stream of the pass, the module's path in the model
    /// whose gradients are wanted, and how often it was called in this pass; not from what other modules draw. A module
    /// that is not part of that model is named by its number among those that this pass meets.
    public func stream(for module: some StochasticModule) -> RandomStream {
        let identity = ObjectIdentifier(module)
        let (name, use) = state.withLock { state in
            let name = state.streamNames[identity] ?? "other module \(state.streamNames.count)"
            state.streamNames[identity] = name
            let use = state.streamUses[identity, default: 0]
            state.streamUses[identity] = use + 1
            return (name, use)
        }
        return random.child(name).child(use)
    }

    /// The parameter in this run: tracked if its gradient is wanted, the same tensor at every use.
    func tensor(of parameter: Parameter) -> Tensor {
        let identity = ObjectIdentifier(parameter)
        guard wanted.contains(identity) else { return input(parameter.value) }
        return state.withLock { state in
            if let known = state.tracked[identity] { return known }
            let leaf = leaf(parameter.value)
            state.tracked[identity] = leaf
            return leaf
        }
    }

    /// The tensor that this pass tracks for a parameter, if the parameter was used.
    func trackedTensor(_ parameter: Parameter) -> Tensor? {
        state.withLock { $0.tracked[ObjectIdentifier(parameter)] }
    }

    /// Ends the run; its tensors are constants from now on.
    func end() {
        finish()
        state.withLock { $0.tracked = [:] }
    }
}

extension NDArray {
    /// The run of a model that this tensor is part of, if it is not over.
    public var pass: Pass? { openTape as? Pass }
}

extension Module {
    /// What a layer computes in `body`. A layer that calls this has a line of its own in the summary of a model.
    public func running(_ input: NDArray<some TensorElement>, _ body: () throws -> Tensor) rethrows -> Tensor {
        guard let recorder = input.pass?.recorder else { return try body() }
        let call = recorder.begin(self)
        let output = try body()
        recorder.end(call, output.shape)
        return output
    }
}
