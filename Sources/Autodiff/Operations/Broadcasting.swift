import SwiftletTensor

// A vector of as many values as an axis has, broadcast along all other axes.
extension Variable {
    /// Adds the element of `vector` at the position along `axis`, as a bias for each channel.
    public func adding(_ vector: Variable, alongAxis axis: Int) -> Variable {
        let needsVector = vector.isTracked
        let output = value.applying(.add, vector.value, alongAxis: axis)
        return Tape.record(output, from: [self, vector]) { outputGradient in
            [outputGradient, needsVector ? outputGradient.sum(aroundAxis: axis) : nil]
        }
    }

    /// Subtracts the element of `vector` at the position along `axis`.
    public func subtracting(_ vector: Variable, alongAxis axis: Int) -> Variable {
        let needsVector = vector.isTracked
        let output = value.applying(.subtract, vector.value, alongAxis: axis)
        return Tape.record(output, from: [self, vector]) { outputGradient in
            [outputGradient, needsVector ? -outputGradient.sum(aroundAxis: axis) : nil]
        }
    }

    /// Multiplies by the element of `vector` at the position along `axis`.
    public func multiplied(by vector: Variable, alongAxis axis: Int) -> Variable {
        let keptVector = isTracked ? vector.value : nil
        let keptSelf = vector.isTracked ? value : nil
        let output = value.applying(.multiply, vector.value, alongAxis: axis)
        return Tape.record(output, from: [self, vector]) { outputGradient in
            [
                keptVector.map { outputGradient.applying(.multiply, $0, alongAxis: axis) },
                keptSelf.map { (outputGradient * $0).sum(aroundAxis: axis) },
            ]
        }
    }

    /// Divides by the element of `vector` at the position along `axis`.
    public func divided(by vector: Variable, alongAxis axis: Int) -> Variable {
        let divisor = vector.value
        let output = value.applying(.divide, divisor, alongAxis: axis)
        let needsSelf = isTracked
        let keptOutput = vector.isTracked ? output : nil
        return Tape.record(output, from: [self, vector]) { outputGradient in
            [
                needsSelf ? outputGradient.applying(.divide, divisor, alongAxis: axis) : nil,
                keptOutput.map { -((outputGradient * $0).sum(aroundAxis: axis) / divisor) },
            ]
        }
    }
}
