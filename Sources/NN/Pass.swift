import SwiftletAutodiff
import SwiftletTensor

/// One run of a model over a batch: what for, with which random numbers, and whose gradients are wanted.
///
/// It is handed to every layer, so that nothing about a pass is ambient.
public final class Pass {
    /// What a pass is for: some layers behave differently.
    public enum Mode: Sendable {
        /// Dropout drops, batch norm uses and updates batch statistics.
        case training
        /// Layers are deterministic functions of input and parameters.
        case evaluation
    }

    /// Training or evaluation.
    public let mode: Mode
    /// The stream of this pass; layers draw from children of it.
    public let random: RandomStream
    private let tape: Tape?
    private let wanted: Set<ObjectIdentifier>
    private var tracked: [ObjectIdentifier: Variable] = [:]
    /// Names of the modules that draw random numbers.
    private var streamNames: [ObjectIdentifier: String]
    private var streamUses: [ObjectIdentifier: Int] = [:]
    /// Is told which layers run, for a summary.
    private let recorder: LayerRecorder?

    /// A pass without gradients.
    public convenience init(_ mode: Mode, random: RandomStream = RandomStream(seed: 0)) {
        self.init(mode, random: random, tape: nil, wanted: [], streamNames: [:])
    }

    /// A pass that records on `tape`, tracks the `wanted` parameters and knows the paths of modules that draw random
    /// numbers.
    init(
        _ mode: Mode, random: RandomStream, tape: Tape?, wanted: Set<ObjectIdentifier>,
        streamNames: [ObjectIdentifier: String], recorder: LayerRecorder? = nil
    ) {
        self.mode = mode
        self.random = random
        self.tape = tape
        self.wanted = wanted
        self.streamNames = streamNames
        self.recorder = recorder
    }

    /// What a layer computes in `body`. A layer that calls this has a line of its own in the summary of a model.
    public func running(_ layer: some Module, _ body: () throws -> Variable) rethrows -> Variable {
        guard let recorder else { return try body() }
        let call = recorder.begin(layer)
        let output = try body()
        recorder.end(call, output.shape)
        return output
    }

    /// The stream for one call of a module. It follows from the stream of the pass, the module's path in the model
    /// whose gradients are wanted, and how often it was called in this pass; not from what other modules draw. A module
    /// that is not part of that model is named by its place among those that this pass meets.
    public func stream(for module: some StochasticModule) -> RandomStream {
        let identity = ObjectIdentifier(module)
        let name = streamNames[identity] ?? "other module \(streamNames.count)"
        streamNames[identity] = name
        let use = streamUses[identity, default: 0]
        streamUses[identity] = use + 1
        return random.child(name).child(use)
    }

    /// The parameter as a variable: tracked if its gradient is wanted, the same one at every use.
    public func variable(_ parameter: Parameter) -> Variable {
        let identity = ObjectIdentifier(parameter)
        guard let tape, wanted.contains(identity) else { return Variable(parameter.value) }
        if let known = tracked[identity] { return known }
        let leaf = tape.leaf(parameter.value)
        tracked[identity] = leaf
        return leaf
    }

    /// The variable that this pass tracked for a parameter, if the parameter was used.
    func trackedVariable(_ parameter: Parameter) -> Variable? { tracked[ObjectIdentifier(parameter)] }
}
