import CKernels

/// One call to measure: its operands, the call, and what it costs.
struct Workload {
    var operatorName: String
    /// Entry point without prefix: "forward", "backward_data"; empty for operators with one.
    var pass: String
    var shape: String
    var inputs: [Input]
    /// Outputs by number of elements; integer outputs are compared exactly by their bits.
    var outputs: [Output]
    /// Floating-point operations of the definition, whatever a variant makes of it: a multiply-add counts as two; a
    /// comparison, a division, a square root or an exponential as one.
    var operations: Double
    /// Elements that are read where the inputs hold more, as the table of an embedding.
    var elementsRead: Int?
    /// Largest difference allowed from the reference, for results of size `tolerance.scale`.
    var tolerance: Double
    /// Makes the call; operands in the order of `inputs` and `outputs`.
    var call: (OpaquePointer, [UnsafeMutablePointer<Float>], [UnsafeMutablePointer<Float>]) -> ck_status

    /// What an operand holds.
    enum Input {
        case uniform(Int)
        case positive(Int)
        /// Whole numbers from 0 up to a limit.
        case indices(Int, below: Int)
        /// What another call leaves: the positions that max pooling has found, say.
        case computed(count: Int, (KernelContext, UnsafeMutablePointer<Float>) -> ck_status)

        var count: Int {
            switch self {
            case .uniform(let count), .positive(let count), .indices(let count, _), .computed(let count, _): count
            }
        }
    }

    struct Output {
        var count: Int
        var isInteger = false
        /// Updated operands start from these values before every checked call.
        var initial: Input?
    }
}

extension Workload {
    /// Bytes that must move at least once: inputs and updated operands are read, outputs written.
    var bytesRead: Double {
        let updated = outputs.filter { $0.initial != nil }.map(\.count)
        return 4 * Double((elementsRead ?? inputs.map(\.count).reduce(0, +)) + updated.reduce(0, +))
    }
    var bytesWritten: Double { 4 * Double(outputs.map(\.count).reduce(0, +)) }
    var bytes: Double { bytesRead + bytesWritten }

    /// Bytes of the operands that are touched: these stay in a cache if they fit.
    var workingSet: Double {
        4 * Double((elementsRead ?? inputs.map(\.count).reduce(0, +)) + outputs.map(\.count).reduce(0, +))
    }

    /// Operator and pass.
    var title: String { pass.isEmpty ? operatorName : "\(operatorName) \(pass)" }

    /// Makes the call, and keeps context and operands alive until it is over.
    func run(in context: KernelContext, _ inputs: [Buffer], _ outputs: [Buffer]) -> ck_status {
        withExtendedLifetime((context, inputs, outputs)) {
            call(context.pointer, inputs.map(\.pointer), outputs.map(\.pointer))
        }
    }
}

extension UnsafeMutablePointer<Float> {
    /// The same memory as whole numbers.
    var integers: UnsafeMutablePointer<Int32> { UnsafeMutableRawPointer(self).assumingMemoryBound(to: Int32.self) }
}
