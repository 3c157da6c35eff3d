import CKernels
import SwiftletTrain

extension MachineLimits {
    /// Goes over everything so many times and keeps the best: what else uses the machine, and above all its memory,
    /// comes and goes.
    private static let sweeps = 3

    /// Measures all instruction sets and levels, on each number of threads; about a second for each number.
    static func measure(threads counts: [Int], caches: CacheSizes = .here) throws -> MachineLimits {
        let largest = counts.map { Region.all(caches, threads: $0).last!.bytes }.max() ?? 0
        let memory = Buffer(count: largest / 4)
        let contexts = try counts.map { try KernelContext(threads: $0, kernels: "auto") }
        // Touches the memory, and makes the cores speed up.
        if let context = contexts.last {
            context.expect(ck_fill_f32(context.pointer, Int64(memory.count), 0.5, memory.pointer))
        }
        var limits = MachineLimits(peaks: [], bandwidths: [])
        for _ in 0..<sweeps {
            for (threads, context) in zip(counts, contexts) {
                try Interruption.check()
                for name in Machine.instructionSets {
                    let rate = multiplyAddRate(context, instructionSet: name)
                    limits.keep(Peak(instructionSet: name, threads: threads, gigaflopsPerSecond: rate))
                }
                for region in Region.all(caches, threads: threads) {
                    limits.keep(bandwidth(context, region, threads: threads, memory))
                }
            }
        }
        return withExtendedLifetime(memory) { limits }
    }

    /// Takes the higher figure of each kind from another measurement; returns the largest factor by which one rose.
    @discardableResult
    mutating func keepHigher(_ other: MachineLimits) -> Double {
        let before = figures
        for peak in other.peaks { keep(peak) }
        for bandwidth in other.bandwidths { keep(bandwidth) }
        return zip(figures, before).map { $0 / $1 }.max() ?? 1
    }

    private var figures: [Double] {
        peaks.map(\.gigaflopsPerSecond) + bandwidths.flatMap { [$0.read, $0.write, $0.copy, $0.update] }
    }

    private mutating func keep(_ peak: Peak) {
        let same = peaks.firstIndex { $0.threads == peak.threads && $0.instructionSet == peak.instructionSet }
        guard let same else { return peaks.append(peak) }
        peaks[same].gigaflopsPerSecond = max(peaks[same].gigaflopsPerSecond, peak.gigaflopsPerSecond)
    }

    private mutating func keep(_ found: Bandwidth) {
        guard let same = bandwidths.firstIndex(where: { $0.threads == found.threads && $0.level == found.level }) else {
            return bandwidths.append(found)
        }
        bandwidths[same].read = max(bandwidths[same].read, found.read)
        bandwidths[same].write = max(bandwidths[same].write, found.write)
        bandwidths[same].copy = max(bandwidths[same].copy, found.copy)
        bandwidths[same].update = max(bandwidths[same].update, found.update)
    }

    private static func multiplyAddRate(_ context: KernelContext, instructionSet: String) -> Double {
        highestRate { rounds in
            var operations = 0.0
            context.expect(ck_limit_multiply_add(context.pointer, instructionSet, rounds, &operations))
            return operations
        }
    }

    private static func bandwidth(
        _ context: KernelContext, _ region: Region, threads: Int, _ memory: Buffer
    ) -> Bandwidth {
        func rate(_ traffic: ck_traffic) -> Double {
            highestRate { rounds in
                var bytes = 0.0
                context.expect(
                    ck_limit_traffic(
                        context.pointer, Machine.instructionSet, traffic, Int64(region.bytes / 4), rounds,
                        memory.pointer, &bytes))
                return bytes
            }
        }
        // Stores past the caches would leave the level.
        let stream = region.level == .memory ? rate(CK_TRAFFIC_STREAM) : 0
        return Bandwidth(
            level: region.level, threads: threads, capacity: region.capacity.map(Double.init),
            read: rate(CK_TRAFFIC_READ), write: max(rate(CK_TRAFFIC_WRITE), stream), copy: rate(CK_TRAFFIC_COPY),
            update: rate(CK_TRAFFIC_UPDATE))
    }

    /// Billions a second of what `work` counts: the best of some runs of a few milliseconds.
    private static func highestRate(_ work: (Int64) -> Double) -> Double {
        let (shortest, repetitions) = (3e-3, 3)
        var rounds: Int64 = 1
        var best = 0.0
        var count = 0
        while count < repetitions {
            var amount = 0.0
            let seconds = Timing.time { amount = work(rounds) }
            if seconds < shortest {
                rounds *= seconds < shortest / 100 ? 64 : seconds < shortest / 8 ? 8 : 2
                continue
            }
            best = max(best, amount / seconds * 1e-9)
            count += 1
        }
        return best
    }

    /// Memory to go over: a quarter of what a private cache holds, as something else may use it too; half of a shared
    /// one; and far more than all caches.
    struct Region {
        var level: Level
        var bytes: Int
        var capacity: Int?

        /// From the fastest level to the slowest. A shared cache is left out if the private ones hold about as much.
        static func all(_ caches: CacheSizes, threads: Int) -> [Region] {
            let (level1, level2) = (caches.level1 * threads, caches.level2 * threads)
            var regions = [
                Region(level: .level1, bytes: level1 / 4, capacity: level1),
                Region(level: .level2, bytes: level2 / 4, capacity: level2),
            ]
            if caches.level3 >= 4 * level2 {
                regions.append(Region(level: .level3, bytes: caches.level3 / 2, capacity: caches.level3))
            }
            let memory = max(64 << 20, 4 * max(level2, caches.level3))
            regions.append(Region(level: .memory, bytes: min(memory, 1 << 30), capacity: nil))
            return regions
        }
    }
}
