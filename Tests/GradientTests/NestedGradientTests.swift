import SwiftletNN
import SwiftletTensor
import Testing

@Suite("Gradients within gradients")
struct NestedGradientTests {
    private let context: ComputeContext

    init() throws { context = try ComputeContext(threads: 2) }

    private func tensor(_ elements: [Float]) -> Tensor { Tensor(elements, in: context) }

    private func expect(
        _ actual: Tensor, _ expected: [Float], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(actual.count == expected.count, sourceLocation: sourceLocation)
        for (value, wanted) in zip(actual.elements, expected) {
            #expect(abs(value - wanted) <= 1e-5 * max(abs(wanted), 1), sourceLocation: sourceLocation)
        }
    }

    @Test func derivativesOfACubeUpToTheFourth() {
        let x = tensor([-1.5, 0.5, 2])
        func cube(_ x: Tensor) -> Tensor { (x * x * x).sum() }
        func derivative(_ function: @escaping (Tensor) -> Tensor) -> (Tensor) -> Tensor {
            { gradient(at: $0) { function($0).sum() } }
        }
        let first = derivative(cube)
        let second = derivative(first)
        let third = derivative(second)
        expect(first(x), x.elements.map { 3 * $0 * $0 })
        expect(second(x), x.elements.map { 6 * $0 })
        expect(third(x), [6, 6, 6])
        expect(derivative(third)(x), [0, 0, 0])
    }

    @Test func theThirdDerivativeOfTheHyperbolicTangent() {
        let x = tensor([-0.75, 0.25, 1.5])
        let third = gradient(at: x) { x in
            gradient(at: x) { x in gradient(at: x) { $0.tanh().sum() }.sum() }.sum()
        }
        expect(third, x.tanh().elements.map { t in -2 * (1 - t * t) * (1 - 3 * t * t) })
    }

    @Test func derivativesOfAProductOfTwoInputs() {
        // f = x^2 y^3; the mixed derivative is 6 x y^2 whichever of the two comes first.
        let (x, y) = (tensor([0.5, -2]), tensor([1.5, 3]))
        let expected = zip(x.elements, y.elements).map { 6 * $0 * $1 * $1 }
        func product(_ x: Tensor, _ y: Tensor) -> Tensor { (x * x * y * y * y).sum() }
        let xFirst = gradient(at: y) { y in gradient(at: x) { x in product(x, y) }.sum() }
        let yFirst = gradient(at: x) { x in gradient(at: y) { y in product(x, y) }.sum() }
        expect(xFirst, expected)
        expect(yFirst, expected)
        let both = gradients(at: [x, y]) { point in
            gradients(at: point) { product($0[0], $0[1]) }[0].sum()
        }
        expect(both[0], y.elements.map { 2 * $0 * $0 * $0 })
        expect(both[1], expected)
    }

    @Test func derivativesByInputAndWeightOfALayer() {
        // f = sum(tanh(w x)): the derivative by w of that by x is tanh'(w x) + w x tanh''(w x).
        let (x, w) = (tensor([0.5]), tensor([1.25]))
        let mixed = gradient(at: w) { w in gradient(at: x) { x in (w * x).tanh().sum() }.sum() }
        let t = (w * x).tanh().item
        expect(mixed, [(1 - t * t) - 2 * t * (1 - t * t) * w.item * x.item])
    }

    @Test func anInnerGradientHoldsOuterTensorsConstant() {
        let x = tensor([2, -3])
        // The outer x is a constant for the inner gradient: d/dy (x y^2) = 2 x y at y = x, whose derivative by x is
        // that of 2 x^2.
        let outer = gradient(at: x) { x in gradient(at: x) { y in (x * y * y).sum() }.sum() }
        expect(outer, x.elements.map { 4 * $0 })
        // A constant inner point leaves the captured tensor as the only variable.
        let captured = gradient(at: x) { x in gradient(at: tensor([5, 7])) { y in (x * y * y).sum() }.sum() }
        expect(captured, [10, 14])
        // What is detached is a constant for both.
        let detached = gradient(at: x) { x in gradient(at: x) { y in (x.detached * y * y).sum() }.sum() }
        expect(detached, x.elements.map { 2 * $0 })
    }

    @Test func aGradientThatDependsOnNothingIsZero() {
        let x = tensor([1, 2])
        expect(gradient(at: x) { _ in tensor([3]).sum() }, [0, 0])
        expect(gradient(at: x) { x in gradient(at: x) { $0.sum() }.sum() }, [0, 0])
        let (value, gradients) = valueAndGradients(at: [x, tensor([4])]) { $0[0].squared().sum() }
        #expect(value.item == 5)
        expect(gradients[1], [0])
    }

    @Test func resultsOfAFinishedGradientAreConstants() {
        let x = tensor([1, 2])
        let (value, slope) = valueAndGradient(at: x) { $0.squared().sum() }
        #expect(!value.isTracked && !slope.isTracked)
        // They take part in another gradient as constants do.
        expect(gradient(at: x) { ($0 * slope).sum() * value }, slope.elements.map { $0 * 5 })
    }

    @Test func productsOfTheHessianAndVectors() {
        // f = sum(A x * x) / 2 + sum(x^4) / 4: the Hessian is (A + A^T) / 2 + 3 diag(x^2).
        let a = Tensor([[2, -1, 0.5], [0, 1, 3], [-2, 0.25, 1]], in: context)
        let (x, v) = (tensor([0.5, -1, 2]), tensor([1, -2, 0.5]))
        func slope(_ x: Tensor) -> Tensor {
            gradient(at: x) { x in (a.matmul(x) * x).sum() / 2 + x.squared().squared().sum() / 4 }
        }
        let product = gradient(at: x) { (slope($0) * v).sum() }
        let symmetric = (a + a.transposed()) / 2
        expect(product, (symmetric.matmul(v) + x.squared() * 3 * v).elements)
        // Each row of the Hessian is its product with a unit vector.
        for row in 0..<3 {
            let unit = tensor((0..<3).map { $0 == row ? 1 : 0 })
            let found = gradient(at: x) { (slope($0) * unit).sum() }
            expect(found, (symmetric.matmul(unit) + x.squared() * 3 * unit).elements)
        }
    }

    /// An operator whose own gradient asks for that of a definition, of tracked tensors.
    @Test func anOperatorsGradientMayAskForAnother() {
        func product(_ x: Tensor, _ y: Tensor) -> Tensor {
            let (a, b) = (x.detached, y.detached)
            return Tape.record(a * a * a * b, from: [x, y]) { gradient in
                // The second definition reaches y from outside.
                [gradients(at: [x]) { ($0[0] * $0[0] * $0[0] * y * gradient).sum() }[0], gradient * x * x * x]
            }
        }
        let (x, y) = (tensor([0.5, -2]), tensor([3, 0.25]))
        let first = gradients(at: [x, y]) { product($0[0], $0[1]).sum() }
        expect(first[0], zip(x.elements, y.elements).map { 3 * $0 * $0 * $1 })
        expect(first[1], x.elements.map { $0 * $0 * $0 })
        let second = gradients(at: [x, y]) { point in gradients(at: point) { product($0[0], $0[1]).sum() }[0].sum() }
        expect(second[0], zip(x.elements, y.elements).map { 6 * $0 * $1 })
        expect(second[1], x.elements.map { 3 * $0 * $0 })
    }

    @Test func aGradientWithinAPassReachesItsParameters() throws {
        final class Scale: Layer {
            let weight = Parameter([2], .constant(3))
            func callAsFunction(_ input: Tensor) -> Tensor { (weight(for: input) * input).squared() }
        }
        let model = try Scale().initialized(seed: 1, in: context)
        let x = tensor([0.5, 2])
        // The slope of sum((w x)^2) is 2 w^2 x; the sum of its squares, 4 w^4 x^2, has the derivative 16 w^3 x^2.
        let (value, found) = try valueAndGradients(of: model) { pass in
            gradient(at: pass(x)) { model($0).sum() }.squared().sum()
        }
        #expect(value.item == 4 * 81 * 4.25)
        expect(try #require(found["weight"]), x.elements.map { 16 * 27 * $0 * $0 })
        // Beside an ordinary loss of the same input both count.
        let (_, sum) = try valueAndGradients(of: model) { pass in
            let input = pass(x)
            return model(input).sum() + gradient(at: input) { model($0).sum() }.squared().sum()
        }
        expect(try #require(sum["weight"]), x.elements.map { 16 * 27 * $0 * $0 + 6 * $0 * $0 })
    }

    /// The pass's own parameters are what an inner gradient is asked at.
    @Test func aGradientAtParametersWithinAPass() throws {
        final class Scale: Module {
            let weight = Parameter([2], .constant(3))
        }
        let model = try Scale().initialized(seed: 1, in: context)
        let x = tensor([0.5, 2])
        let (_, found) = try valueAndGradients(of: model) { pass in
            let input = pass(x)
            return gradient(at: model.weight(for: input)) { ($0 * $0 * $0 * input).sum() }.squared().sum()
        }
        // (3 w^2 x)^2 has the derivative 36 w^3 x^2.
        expect(try #require(found["weight"]), x.elements.map { 36 * 27 * $0 * $0 })
    }
}
