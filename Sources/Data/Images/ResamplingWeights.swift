/// How each value of a resized line is made of the values of the old one.
struct ResamplingWeights {
    /// For each new value, the first old one that counts; `perValue` of them follow each other.
    private let starts: [Int]
    private let weights: [Float]
    private let perValue: Int

    /// Weights by overlap if `newCount` is smaller than `oldCount`, else those of linear interpolation between centres.
    init(from oldCount: Int, to newCount: Int) {
        let step = Double(oldCount) / Double(newCount)
        let shrinks = newCount < oldCount
        let perValue = shrinks ? min(oldCount, Int(step.rounded(.up)) + 1) : min(oldCount, 2)
        var starts: [Int] = []
        var weights: [Float] = []
        for position in 0..<newCount {
            let low = shrinks ? Double(position) * step : (Double(position) + 0.5) * step - 0.5
            let start = min(max(Int(low.rounded(.down)), 0), oldCount - perValue)
            starts.append(start)
            for index in start..<start + perValue {
                let weight =
                    shrinks
                    ? max(0, min(low + step, Double(index + 1)) - max(low, Double(index))) / step
                    : max(0, 1 - abs(min(max(low, 0), Double(oldCount - 1)) - Double(index)))
                weights.append(Float(weight))
            }
        }
        self.starts = starts
        self.weights = weights
        self.perValue = perValue
    }

    /// Resizes `count` lines that lie side by side: the values of a line are `stride` apart, and those of the next line
    /// follow each by one. `store` takes the place of a value in the result, laid out in the same way, and the value.
    @inline(__always)
    func apply<Value: ResamplingValue>(
        to source: UnsafeBufferPointer<Value>, stride: Int, count: Int, store: (Int, Float) -> Void
    ) {
        weights.withUnsafeBufferPointer { weights in
            for (position, start) in starts.enumerated() {
                for line in 0..<count {
                    var sum: Float = 0
                    for tap in 0..<perValue {
                        sum +=
                            weights[position * perValue + tap] * source[(start + tap) * stride + line].resamplingValue
                    }
                    store(position * stride + line, sum)
                }
            }
        }
    }
}

/// What can be averaged.
protocol ResamplingValue {
    var resamplingValue: Float { get }
}

extension UInt8: ResamplingValue {
    var resamplingValue: Float { Float(self) }
}

extension Float: ResamplingValue {
    var resamplingValue: Float { self }
}
