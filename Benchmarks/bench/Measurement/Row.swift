/// What came of one variant in one workload.
struct Row {
    enum Outcome: String, Codable {
        case measured, wrong
        /// The reference, where it is too slow: its time in a smaller shape, in proportion to the operations.
        case estimated
    }
    var workload: Workload
    var variant: Variant
    var threads: Int
    var outcome: Outcome
    /// Whether `auto` runs this variant in this shape.
    var isAutomatic = false
    var timing: Timing?
    /// Largest difference from the reference.
    var difference = 0.0
    /// The smaller shape in which the result was compared with the reference; nil if it was this one.
    var checkedShape: String?
    /// The least time that the machine could take.
    private(set) var need: MachineLimits.Need?
    var timesReference: Double?
    var timesAutomatic: Double?

    mutating func setNeed(_ limits: MachineLimits?) {
        need = limits?.need(of: workload, instructionSet: variant.limitingInstructionSet, threads: threads)
    }

    var gigaflops: Double? { timing.flatMap { workload.operations > 0 ? workload.operations / $0.median * 1e-9 : nil } }
    var gigabytes: Double? { timing.map { workload.bytes / $0.median * 1e-9 } }
    var shareOfLimit: Double? {
        guard outcome == .measured, let need, let timing else { return nil }
        return need.seconds / timing.median
    }
}
