import SwiftletTensor

/// Writes down which layers run in a pass, what they give and what their kernels multiply.
final class LayerRecorder: KernelObserver {
    /// One call of a layer.
    struct Call {
        let layer: any Module
        var outputShape: Shape?
        /// Of the layer itself, without those that it calls.
        var multiplyAdds = 0
        /// Whether it called layers in turn.
        var hasInner = false
    }

    /// The calls in the order in which they began.
    private(set) var calls: [Call] = []
    /// Multiply-adds of kernels that no layer called.
    private(set) var otherMultiplyAdds = 0
    /// Calls that have begun and not ended, the innermost last.
    private var open: [Int] = []

    /// A layer begins; gives the number of the call.
    func begin(_ layer: any Module) -> Int {
        if let outer = open.last { calls[outer].hasInner = true }
        calls.append(Call(layer: layer))
        open.append(calls.count - 1)
        return calls.count - 1
    }

    /// A layer has its result.
    func end(_ call: Int, _ outputShape: Shape) {
        calls[call].outputShape = outputShape
        open.removeAll { $0 >= call }
    }

    func observe(_ work: KernelWork, in phase: ComputePhase, start: UInt64, end: UInt64) {
        if let innermost = open.last {
            calls[innermost].multiplyAdds += work.multiplyAdds
        } else {
            otherMultiplyAdds += work.multiplyAdds
        }
    }
}
