import Foundation
import SwiftletTrain

/// Times of one call, in seconds.
struct Timing {
    var median: Double
    var lowerQuartile: Double
    var upperQuartile: Double
    var samples: Int

    /// A call that was timed once.
    init(once seconds: Double) {
        (median, lowerQuartile, upperQuartile, samples) = (seconds, seconds, seconds, 1)
    }

    init(_ samples: [Double]) {
        let sorted = samples.sorted()
        let quarter = sorted.count / 4
        median = sorted[sorted.count / 2]
        lowerQuartile = sorted[quarter]
        upperQuartile = sorted[sorted.count - 1 - quarter]
        self.samples = sorted.count
    }

    /// Half the distance between the quartiles, as a share of the median.
    var spread: Double { (upperQuartile - lowerQuartile) / 2 / median }

    /// Calls longer than this are not repeated.
    static let longCall = 0.3

    /// Times of calls of `body` over about `seconds`: calls shorter than 50 microseconds are timed in groups. A warm-up
    /// call is not counted, unless it is a long one. An interruption ends it early.
    static func samples(seconds: Double, _ body: () -> Void) -> [Double] {
        let first = time(body)
        if first > max(seconds * 2, longCall) { return [first] }
        let single = first > 1e-3 ? first : min(first, time(body))
        let group = max(1, Int(50e-6 / max(single, 1e-8)))
        var samples: [Double] = []
        var total = 0.0
        while samples.isEmpty || (total < seconds && samples.count < 2000 && !Interruption.isRequested) {
            let elapsed = time { for _ in 0..<group { body() } }
            total += elapsed
            samples.append(elapsed / Double(group))
        }
        return samples
    }

    static func time(_ body: () throws -> Void) rethrows -> Double {
        let start = DispatchTime.now().uptimeNanoseconds
        try body()
        return max(Double(DispatchTime.now().uptimeNanoseconds - start), 1) * 1e-9
    }
}
