import Foundation
import SwiftletTensor
import SwiftletTrain

/// What was measured of a model's use without training.
struct InferenceMeasurement: Codable {
    var model: String
    var threads: Int
    /// Samples a call.
    var batchSize: Int
    /// Measured calls.
    var calls: Int
    /// Seconds that half of the calls stayed below.
    var p50S: Double
    /// Seconds that 99 of 100 calls stayed below.
    var p99S: Double
    /// Over all measured calls.
    var samplesPerS: Double
    /// Seconds from the start of the process to the end of the first call.
    var firstCallS: Double
    /// The most memory that the process held, in MB (2^20 bytes).
    var peakRssMb: Double
    /// Buffers that tensors asked of the system, by measured call.
    var allocationsPerCall: Double

    private static let leastCalls = 20

    /// Makes a first call and warms up, then measures for about `seconds`; an interruption ends it as soon as there are calls.
    init(_ model: StepModel, _ step: any TrainingStep, in context: ComputeContext, seconds: Double) throws {
        func timed() throws -> Double {
            let start = DispatchTime.now().uptimeNanoseconds
            _ = try step.infer()
            return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
        }
        guard try step.infer().elements.allSatisfy(\.isFinite) else {
            throw BenchError("\(model.rawValue): a result is not finite.")
        }
        firstCallS = try ProcessFigures.secondsSinceStart()
        var total = 0.0
        while total < seconds / 4 {
            total += try timed()
            try Interruption.check()
        }
        let allocations = context.statistics.systemAllocations
        var times: [Double] = []
        total = 0
        while times.count < Self.leastCalls || (total < seconds && !Interruption.isRequested) {
            times.append(try timed())
            total += times.last!
        }
        self.model = model.rawValue
        self.threads = context.threads
        batchSize = step.batchSize
        calls = times.count
        times.sort()
        p50S = times[times.count / 2]
        p99S = times[min(times.count - 1, times.count * 99 / 100)]
        samplesPerS = Double(batchSize * times.count) / total
        peakRssMb = try ProcessFigures.peakMemory()
        allocationsPerCall = Double(context.statistics.systemAllocations - allocations) / Double(times.count)
    }
}
