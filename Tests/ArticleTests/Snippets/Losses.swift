import Foundation
import Swiftlet
import Testing

@Suite("The code of ContrastiveLoss.md and AdversarialGame.md")
struct LossSnippets {
    @Test("Two calls of one module are two towers with shared weights")
    func towers() throws {
        let context = try ComputeContext(threads: 1)
        let tower = try Linear(3, 2).initialized(seed: 1, in: context)
        let first = Tensor([1, 0, 0, 0, 1, 0], shape: [2, 3], in: context)
        let second = Tensor([1, 0, 1, 1, 1, 0], shape: [2, 3], in: context)

        let same = Tensor([1, 0], in: context)
        let (loss, gradients) = try valueAndGradients(of: tower) { pass in
            contrastiveLoss(tower(pass(first)), tower(pass(second)), same: same, margin: 1)
        }

        func distance(_ row: Int) -> Float {
            let difference = (tower(first) - tower(second)).elements[2 * row..<2 * row + 2]
            return difference.reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
        let expected = (distance(0) * distance(0) + max(0, 1 - distance(1)) * max(0, 1 - distance(1))) / 2
        #expect(abs(loss.item - expected) < 1e-5)
        #expect(gradients["weight"] != nil)
    }

    @Test("A step of the game")
    func game() throws {
        let context = try ComputeContext(threads: 1)
        let generator = try Linear(4, 3).initialized(seed: 1, in: context)
        let discriminator = try Linear(3, 1).initialized(seed: 2, in: context)
        let (generatorOptimizer, discriminatorOptimizer) = (Adam(learningRate: 1e-2), Adam(learningRate: 1e-2))
        let real = Tensor([Float](repeating: 1, count: 6), shape: [2, 3], in: context)
        let noise = Tensor([1, -1, 0.5, 2, 0, 1, -2, 1], shape: [2, 4], in: context)
        let before = discriminator.weight.value.elements

        let loss = AdversarialLoss.nonSaturating
        let (_, gradients) = try valueAndGradients(of: generator) { pass in
            let images = generator(pass(noise))
            let (_, gradients) = try valueAndGradients(of: discriminator) { pass in
                loss.ofDiscriminator(
                    real: discriminator(pass(real)), generated: discriminator(pass(images.detached)))
            }
            discriminatorOptimizer.step(gradients)
            return loss.ofGenerator(discriminator(images))
        }
        generatorOptimizer.step(gradients)

        #expect(gradients.entries.map(\.name) == ["weight", "bias"])
        #expect(discriminator.weight.value.elements != before)
    }

    @Test("The penalty R1 is differentiated with respect to the weights")
    func gradientPenalty() throws {
        let context = try ComputeContext(threads: 1)
        let discriminator = try Linear(3, 1, activation: .tanh).initialized(seed: 2, in: context)
        let real = Tensor([1, 0, 0, 0, 1, 1], shape: [2, 3], in: context)
        let strength: Float = 10

        let (penalty, gradients) = try valueAndGradients(of: discriminator) { pass in
            let slopes = gradient(at: pass(real)) { discriminator($0).sum() }
            return slopes.squared().sum(axis: 1).mean() * (strength / 2)
        }

        // By hand: f = tanh(u) with u = w · x + b, its gradient is (1 - f²) w.
        let (weight, bias) = (discriminator.weight.value.elements, discriminator.bias!.value.item)
        let square = weight.reduce(0) { $0 + $1 * $1 }
        var (expected, atBias): (Float, Float) = (0, 0)
        for row in 0..<2 {
            let x = real.elements[3 * row..<3 * row + 3]
            let output = Foundation.tanh(zip(weight, x).reduce(bias) { $0 + $1.0 * $1.1 })
            let slope = 1 - output * output
            expected += strength / 4 * slope * slope * square
            atBias += strength / 4 * 2 * slope * -2 * output * slope * square
        }
        #expect(abs(penalty.item - expected) < 1e-5)
        #expect(abs(r1Penalty(at: real, weight: strength) { discriminator($0) }.item - expected) < 1e-5)
        #expect(abs(try #require(gradients["bias"]).item - atBias) < 1e-4)
    }
}
