import SwiftletTensor

extension Variable {
    /// The sum of all elements, of shape [].
    public func sum() -> Variable {
        let inputShape = shape
        return Tape.record(value.sum(), from: [self]) { outputGradient in
            [Tensor.full(inputShape, outputGradient.item, in: outputGradient.context)]
        }
    }

    /// The sums along an axis, which disappears.
    public func sum(alongAxis axis: Int) -> Variable {
        let index = shape.axisIndex(axis)
        let size = shape[index]
        return Tape.record(value.sum(alongAxis: index), from: [self]) { outputGradient in
            [outputGradient.repeated(size, alongNewAxis: index)]
        }
    }

    /// The mean of all elements, of shape [].
    public func mean() -> Variable { sum() / Float(value.count) }

    /// The means along an axis, which disappears.
    public func mean(alongAxis axis: Int) -> Variable { sum(alongAxis: axis) / Float(shape[axis]) }

    /// The sums over all axes but one: a vector of the size of that axis.
    public func sum(aroundAxis axis: Int) -> Variable {
        let inputShape = shape
        return Tape.record(value.sum(aroundAxis: axis), from: [self]) { outputGradient in
            let zeros = Tensor.zeros(inputShape, in: outputGradient.context)
            return [zeros.applying(.add, outputGradient, alongAxis: axis)]
        }
    }
}
