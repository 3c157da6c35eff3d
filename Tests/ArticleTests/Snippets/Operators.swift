import Foundation
import Swiftlet
import Testing

extension Tensor {
    /// x · σ(x) of each element.
    fileprivate func swish() -> Tensor {
        let value = detached * detached.sigmoid()
        return Tape.record(value, from: [self]) { [self] outputGradient in
            let sigmoid = self.sigmoid()
            return [outputGradient * sigmoid * (1 + self * (1 - sigmoid))]
        }
    }
}

@Suite("The code of TapeAndOperators.md")
struct OperatorSnippets {
    @Test("Gradients, and gradients of gradients")
    func nested() {
        let x = Tensor([1, 2, 3])
        let y = Tensor([10, 20, 30])
        let slope = gradient(at: x) { ($0 * y).squared().sum() }

        let curvature = gradient(at: x) { x in
            gradient(at: x) { ($0 * $0 * $0).sum() }.sum()
        }

        #expect(slope.elements == [200, 1600, 5400])
        #expect(curvature.elements == [6, 12, 18])
        // The inner gradient of x t² is 2 x t; at t = x it is 2 x².
        let captured = gradient(at: x) { x in gradient(at: x) { (x * $0 * $0).sum() }.sum() }
        #expect(captured.elements == [4, 8, 12])
        let loss = valueAndGradients(at: [x, y]) { ($0[0] * $0[1]).sum() }
        #expect(loss.value.item == 140 && loss.gradients.map(\.elements) == [[10, 20, 30], [1, 2, 3]])
    }

    @Test("An operator of one's own, and its second derivative")
    func swish() throws {
        let context = try ComputeContext(threads: 1)
        /// σ(x), and what the product rule makes of it.
        func expected(_ x: Double) -> (value: Double, first: Double, second: Double) {
            let s = 1 / (1 + exp(-x))
            let (s1, s2) = (s * (1 - s), s * (1 - s) * (1 - 2 * s))
            return (x * s, s + x * s1, 2 * s1 + x * s2)
        }
        let x = Tensor([-2, -0.5, 0, 0.75, 3], in: context)

        let slopes = gradient(at: x) { $0.swish().sum() }
        let curvatures = gradient(at: x) { x in
            gradient(at: x) { $0.swish().sum() }.sum()
        }

        for (index, point) in x.elements.enumerated() {
            let expected = expected(Double(point))
            #expect(abs(Double(x.swish().elements[index]) - expected.value) < 1e-6, "\(point)")
            #expect(abs(Double(slopes.elements[index]) - expected.first) < 1e-6, "\(point)")
            #expect(abs(Double(curvatures.elements[index]) - expected.second) < 1e-6, "\(point)")
        }
        #expect(!x.swish().isTracked)
    }
}
