/// How each value of a resized line is made of the values of the old one.
struct ResamplingWeights {
    private let oldCount: Int
    private let newCount: Int
    /// For each new value, the first old one that counts; `perValue` of them follow each other.
    private let starts: [Int]
    private let weights: [Float]
    private let perValue: Int

    /// Spreads `length` old values, which begin at `start` and need not be whole, over `newCount` new ones: by overlap if they
    /// become fewer, else by linear interpolation between centres.
    init(of oldCount: Int, from start: Double, length: Double, to newCount: Int) {
        let step = length / Double(newCount)
        let shrinks = step > 1
        let perValue = min(oldCount, shrinks ? Int(step.rounded(.up)) + 1 : 2)
        var starts: [Int] = []
        var weights: [Float] = []
        for position in 0..<newCount {
            let low = start + (shrinks ? Double(position) * step : (Double(position) + 0.5) * step - 0.5)
            let first = min(max(Int(low.rounded(.down)), 0), oldCount - perValue)
            starts.append(first)
            for index in first..<first + perValue {
                let weight =
                    shrinks
                    ? max(0, min(low + step, Double(index + 1)) - max(low, Double(index))) / step
                    : max(0, 1 - abs(min(max(low, 0), Double(oldCount - 1)) - Double(index)))
                weights.append(Float(weight))
            }
        }
        self.oldCount = oldCount
        self.newCount = newCount
        self.starts = starts
        self.weights = weights
        self.perValue = perValue
    }

    /// Resizes the middle axis of outer x oldCount x inner values; gives outer x newCount x inner.
    func applied<Value: ResamplingValue>(to source: [Value], outer: Int, inner: Int) -> [Float] {
        var result = [Float](repeating: 0, count: outer * newCount * inner)
        result.withUnsafeMutableBufferPointer { result in
            source.withUnsafeBufferPointer { source in
                for block in 0..<outer {
                    for (position, start) in starts.enumerated() {
                        let target = (block * newCount + position) * inner
                        for tap in 0..<perValue {
                            let weight = weights[position * perValue + tap]
                            let line = (block * oldCount + start + tap) * inner
                            for index in 0..<inner {
                                result[target + index] += weight * source[line + index].resamplingValue
                            }
                        }
                    }
                }
            }
        }
        return result
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
