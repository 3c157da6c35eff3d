import SwiftletTensor

/// Where the first number that is infinite or not a number came up in a training step.
public struct NonFiniteOrigin: Equatable, Sendable {
    /// What computed it, as kernels are called: "conv2d", "linear weight gradient"; nil for a parameter that held it already.
    public let operatorName: String?
    /// The parameter that held it, that the operator worked on or, failing these, that was used last before it.
    public let parameter: String?

    /// For the end of a sentence: "'conv2d' on 'convolutions.0.weight' was the first operator to give one".
    public var sentence: String {
        switch (operatorName, parameter) {
        case (let name?, let parameter?): "'\(name)' at '\(parameter)' was the first operator to give such a number"
        case (let name?, nil): "'\(name)' was the first operator to give such a number"
        case (nil, let parameter?): "the parameter '\(parameter)' held such a number before the step"
        case (nil, nil): "no operator of the pass gave such a number, so it came with the data"
        }
    }
}

/// Repeats a step that came to no finite number, looking at every intermediate result; nil if all are finite.
///
/// Arguments are those of `valueAndGradients`, and so are the errors. Slow; parameters do not change, buffers may.
public func nonFiniteOrigin(
    of model: some Module, mode: Pass.Mode = .training, random: RandomStream, _ body: (Pass) throws -> Tensor
) throws -> NonFiniteOrigin? {
    let parameters = try model.namedParameters()
    guard let context = parameters.first?.parameter.value.context else { return nil }
    if let damaged = parameters.first(where: { !$0.parameter.value.isFinite }) {
        return NonFiniteOrigin(operatorName: nil, parameter: damaged.name)
    }
    let calls = LastKernel()
    let earlier = context.observer
    context.observer = calls
    defer { context.observer = earlier }

    var found: (operatorName: String?, inputs: [Int], lastLeaf: Int?)?
    var lastLeaf: Int?
    var entries = 0
    let inspector: Tape.Inspector = { value, isGradient, inputs in
        if !isGradient {
            // A leaf is its own input.
            if inputs == [entries] { lastLeaf = entries }
            entries += 1
        }
        if found == nil && !value.isFinite { found = (calls.name, inputs, lastLeaf) }
    }
    var names: [Int: String] = [:]
    _ = try valueAndGradients(of: model, mode: mode, random: random, inspector: inspector) { pass, trainable in
        let loss = try body(pass)
        for (name, parameter) in trainable {
            if let index = pass.trackedTensor(parameter)?.tapeIndex { names[index] = name }
        }
        return loss
    }
    return found.map { found in
        let candidates = found.inputs.filter { names[$0] != nil } + [found.lastLeaf].compactMap { $0 }
        return NonFiniteOrigin(
            operatorName: found.operatorName, parameter: candidates.lazy.compactMap { names[$0] }.first)
    }
}

/// Remembers which kernel was called last.
private final class LastKernel: KernelObserver {
    private(set) var name: String?

    func observe(_ work: KernelWork, in phase: ComputePhase, start: UInt64, end: UInt64) { name = work.name }
}
