import Foundation
import SwiftletTensor
import Testing

@Suite struct FunctionValueTests {
    @Test(arguments: ["reference", "auto"]) func specialValues(kernels: String) throws {
        let context = try ComputeContext(kernels: kernels)
        let infinity = Float.infinity
        let x = Tensor([0, -infinity, infinity, .nan], in: context)
        func expect(_ result: Tensor, _ expected: [Float], _ name: String) {
            for (value, right) in zip(result.elements, expected) {
                #expect(
                    value == right || value.isNaN && right.isNaN, "\(name): \(result.elements), expected \(expected)")
            }
        }
        expect(x.sin(), [0, .nan, .nan, .nan], "sin")
        expect(x.cos(), [1, .nan, .nan, .nan], "cos")
        expect(x.expm1(), [0, -1, infinity, .nan], "expm1")
        expect(x.log1p(), [0, .nan, infinity, .nan], "log1p")
        expect(x.rsqrt(), [infinity, .nan, 0, .nan], "rsqrt")
        expect(x.erf(), [0, -1, 1, .nan], "erf")
        expect(x.elu(alpha: 2), [0, -2, infinity, .nan], "elu")
        expect(x.sign(), [0, -1, 1, .nan], "sign")
        expect(x.floor(), [0, -infinity, infinity, .nan], "floor")
        expect(x.pow(0), [1, 1, 1, 1], "pow 0")
        expect(x.pow(-1), [infinity, 0, 0, .nan], "pow -1")
        expect(x.pow(Tensor([0, 3, 0.5, 0], in: context)), [1, -infinity, infinity, 1], "pow")
        expect(Tensor([0.5, 1.5, -0.5, 2.5], in: context).round(), [0, 2, 0, 2], "round")
    }

    /// The derivatives of a power where the base or the exponent is 0 are PyTorch's; none of them is 0 * infinity.
    @Test func powersOfZero() {
        let bases = Tensor([0, 0, 0, 2, -2, 0]), exponents = Tensor([0, 2, 0.5, 0, 2, -1])
        let gradients = gradients(at: [bases, exponents]) { $0[0].pow($0[1]).sum() }
        #expect(gradients[0].elements == [0, 0, .infinity, 0, -4, -.infinity])
        let byExponent = gradients[1].elements
        #expect(byExponent[..<3] == [0, 0, 0] && abs(byExponent[3] - log(2)) < 1e-6)
        #expect(byExponent[4].isNaN && byExponent[5] == -.infinity)
        // The mixed derivative y * x^(y - 1) by y is 1 / x at y = 0.
        let mixed = gradient(at: Tensor([0])) { y in gradient(at: Tensor([2])) { $0.pow(y).sum() }.sum() }
        #expect(mixed.elements == [0.5])
        #expect(gradient(at: Tensor([0, 3])) { $0.pow(0).sum() }.elements == [0, 0])
    }

    @Test func clipping() {
        let x = Tensor([-1, 0, 0.5, 1, 2, .nan])
        let (value, gradient) = valueAndGradient(at: x) { $0.clip(0, 1)[first: 5].sum() }
        #expect(value.item == 2.5 && gradient.elements == [0, 1, 1, 1, 0, 0])
        #expect(x.clip(0, 1).elements[5].isNaN)
    }

    /// Steps have derivative 0, and what follows them is no part of the gradient.
    @Test func stepsPassNoGradient() {
        let x = Tensor([-1.5, 0.5])
        for step: (Tensor) -> Tensor in [{ $0.sign() }, { $0.floor() }, { $0.ceil() }, { $0.round() }] {
            #expect(gradient(at: x) { (step($0) * $0).sum() }.elements == step(x).elements)
        }
    }
}

extension Tensor {
    fileprivate subscript(first count: Int) -> Tensor { sliced(axis: 0, 0..<count) }
}
