import Foundation

/// Times of one call, in seconds.
struct Timing {
    var median: Double
    /// Half the distance between the quartiles, as a share of the median.
    var spread: Double
    var samples: Int

    /// Calls `body` for about `seconds`: calls shorter than 50 microseconds are timed in groups. One warm-up call is not
    /// counted, unless it alone takes longer than the whole measurement may.
    static func measure(seconds: Double, _ body: () -> Void) -> Timing {
        let first = time(body)
        if first > seconds * 2 { return Timing(median: first, spread: 0, samples: 1) }
        let single = min(first, time(body))
        let group = max(1, Int(50e-6 / max(single, 1e-8)))
        var samples: [Double] = []
        var total = 0.0
        while samples.count < 3 || (total < seconds && samples.count < 2000) {
            let elapsed = time { for _ in 0..<group { body() } }
            total += elapsed
            samples.append(elapsed / Double(group))
        }
        samples.sort()
        let quarter = samples.count / 4
        let median = samples[samples.count / 2]
        let spread = (samples[samples.count - 1 - quarter] - samples[quarter]) / 2 / median
        return Timing(median: median, spread: spread, samples: samples.count)
    }

    private static func time(_ body: () -> Void) -> Double {
        let start = DispatchTime.now().uptimeNanoseconds
        body()
        return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
    }
}
