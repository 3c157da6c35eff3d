import Swiftlet
import Testing

extension Variable {
    /// x · σ(x) of each element, with the derivative σ(x) · (1 + x · (1 − σ(x))).
    fileprivate func swish() -> Variable {
        let sigmoid = value.sigmoid()
        let kept = isTracked ? (input: value, sigmoid: sigmoid) : nil
        return Tape.record(value * sigmoid, from: [self]) { outputGradient in
            guard let (input, sigmoid) = kept else { return [nil] }
            let derivative = sigmoid * (1 + input * (1 - sigmoid))
            return [outputGradient * derivative]
        }
    }
}

@Suite("The code of TapeAndOperators.md")
struct OperatorSnippets {
    @Test("A tape by hand")
    func tape() throws {
        let context = try ComputeContext(threads: 1)

        let tape = Tape()
        let x = tape.leaf(Tensor([1, 2, 3], in: context))
        let y = Variable(Tensor([10, 20, 30], in: context))
        let result = (x * y).squared().sum()
        let gradient = tape.gradients(of: result, withRespectTo: [x])[0]

        #expect(gradient?.elements == [200, 1600, 5400])
    }

    @Test("An operator of one's own")
    func swish() throws {
        let context = try ComputeContext(threads: 1)
        func loss(_ elements: [Float]) -> (value: Double, gradient: [Float]) {
            let tape = Tape()
            let x = tape.leaf(Tensor(elements, in: context))
            let values = x.swish()
            // The sum is taken in double precision, for the differences below.
            let sum = values.value.elements.reduce(0) { $0 + Double($1) }
            return (sum, tape.gradients(of: values.sum(), withRespectTo: [x])[0]!.elements)
        }
        let point: [Float] = [-2, -0.5, 0, 0.75, 3]
        let gradient = loss(point).gradient
        for index in point.indices {
            let step: Float = 0x1p-6
            var (above, below) = (point, point)
            above[index] += step
            below[index] -= step
            let difference = (loss(above).value - loss(below).value) / Double(2 * step)
            #expect(abs(Double(gradient[index]) - difference) < 1e-3, "\(point[index])")
        }
        #expect(!Variable(Tensor(point, in: context)).swish().isTracked)
    }
}
