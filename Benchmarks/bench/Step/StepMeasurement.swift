import Foundation
import SwiftletTensor
import SwiftletTrain

/// What was measured of a model's training step.
struct StepMeasurement: Codable {
    var model: String
    var threads: Int
    /// Samples a step.
    var batchSize: Int
    /// Over all measured steps.
    var samplesPerS: Double
    /// Seconds of each measured step.
    var stepS: [Double]
    /// Seconds from the start of the process to the end of the first step.
    var firstStepS: Double
    /// The most memory that the process held, in MB (2^20 bytes).
    var peakRssMb: Double
    /// Buffers that tensors asked of the system, by measured step.
    var allocationsPerStep: Double
    /// Multiply-adds of a step, in billions of operations (two each).
    var gigaflops: Double
    /// What the update reads and writes at least, in MB (10^6 bytes).
    var updateMb: Double
    /// The least seconds that the machine could take, if that was measured.
    var leastStepS: Double?
    /// Where the time goes, if that was asked for.
    var profile: StepProfile?

    /// Seconds of the middle step.
    var median: Double { Timing(stepS).median }

    /// The least time as a share of the median.
    var shareOfLimit: Double? { leastStepS.map { $0 / median } }

    private static let leastSteps = 3

    /// Takes the first step and warms up, then measures for about `seconds`; an interruption ends it as soon as there are steps.
    init(_ model: StepModel, _ step: any TrainingStep, in context: ComputeContext, seconds: Double) throws {
        func timed() throws -> Double {
            let start = DispatchTime.now().uptimeNanoseconds
            guard try step.run().isFinite else { throw BenchError("\(model.rawValue): the loss is not finite.") }
            return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
        }
        _ = try timed()
        firstStepS = try ProcessFigures.secondsSinceStart()
        var warmUp: [Double] = []
        while warmUp.count < Self.leastSteps || warmUp.reduce(0, +) < seconds / 4 {
            warmUp.append(try timed())
            try Interruption.check()
        }
        let allocations = context.statistics.systemAllocations
        var times: [Double] = []
        var total = 0.0
        while times.count < Self.leastSteps || (total < seconds && !Interruption.isRequested) {
            times.append(try timed())
            total += times.last!
        }
        let cost = try step.cost
        self.model = model.rawValue
        self.threads = context.threads
        self.batchSize = step.batchSize
        samplesPerS = Double(step.batchSize * times.count) / total
        stepS = times
        peakRssMb = try ProcessFigures.peakMemory()
        allocationsPerStep = Double(context.statistics.systemAllocations - allocations) / Double(times.count)
        gigaflops = cost.multiplyAdds * 2e-9
        updateMb = cost.updateBytes * 1e-6
    }

    /// Measures what the machine can do, and what it would need for the step; not part of `init` because that counts memory.
    mutating func addLimits(of step: any TrainingStep) throws -> MachineLimits {
        let limits = try MachineLimits.measure(threads: [threads])
        leastStepS = try step.cost.leastSeconds(
            limits, instructionSet: Machine.instructionSet, threads: threads)
        return limits
    }
}
