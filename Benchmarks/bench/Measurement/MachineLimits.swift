/// What the machine can do at most, as measured.
struct MachineLimits: Codable {
    /// Highest rate of multiply-adds in registers, which count as two operations.
    struct Peak: Codable {
        var instructionSet: String
        var threads: Int
        var gigaflopsPerSecond: Double

        enum CodingKeys: String, CodingKey {
            case threads
            case instructionSet = "instruction_set"
            case gigaflopsPerSecond = "gigaflops_per_second"
        }
    }

    enum Level: String, Codable, CaseIterable {
        case level1 = "L1"
        case level2 = "L2"
        case level3 = "L3"
        case memory
    }

    /// Rates of moving data that fit into a level and into none before it, in GB/s.
    struct Bandwidth: Codable {
        var level: Level
        var threads: Int
        /// Most bytes that all threads together can keep there; absent for memory.
        var capacity: Double?
        var read: Double
        /// The faster of stores through the caches and past them.
        var write: Double
        /// One read and one write.
        var copy: Double
        /// Two reads and one write.
        var update: Double

        /// The highest rate of reads and writes in any mixture.
        var best: Double { max(read, write, copy, update) }
    }

    var peaks: [Peak]
    var bandwidths: [Bandwidth]

    /// GFLOP/s; nil if it was not measured.
    func peak(instructionSet: String, threads: Int) -> Double? {
        peaks.first { $0.instructionSet == instructionSet && $0.threads == threads }?.gigaflopsPerSecond
    }

    /// The level that holds so many bytes.
    func bandwidth(workingSet: Double, threads: Int) -> Bandwidth? {
        bandwidths.first { $0.threads == threads && workingSet <= $0.capacity ?? .infinity }
    }

    /// What a workload needs at least, and what for.
    struct Need {
        var seconds: Double
        /// "FMA" for arithmetic, else the name of a level.
        var cause: String
    }

    /// The longest of: the operations at the multiply-add peak of the instruction set; and, in the level that holds all
    /// operands, what is read at the rate of reading, what is written at that of writing, and both at the highest rate.
    func need(of workload: Workload, instructionSet: String, threads: Int) -> Need? {
        need(
            operations: workload.operations, bytesRead: workload.bytesRead, bytesWritten: workload.bytesWritten,
            workingSet: workload.workingSet, instructionSet: instructionSet, threads: threads)
    }

    /// The same of work whose figures are known; `workingSet` is the bytes of all operands.
    func need(
        operations: Double, bytesRead: Double, bytesWritten: Double, workingSet: Double, instructionSet: String,
        threads: Int
    ) -> Need? {
        guard let peak = peak(instructionSet: instructionSet, threads: threads),
            let bandwidth = bandwidth(workingSet: workingSet, threads: threads)
        else { return nil }
        let arithmetic = operations / peak * 1e-9
        let traffic =
            max(
                bytesRead / bandwidth.read, bytesWritten / bandwidth.write, (bytesRead + bytesWritten) / bandwidth.best)
            * 1e-9
        return arithmetic > traffic
            ? Need(seconds: arithmetic, cause: "FMA") : Need(seconds: traffic, cause: bandwidth.level.rawValue)
    }
}
