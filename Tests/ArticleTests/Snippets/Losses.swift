import Swiftlet
import Testing

@Suite("The code of ContrastiveLoss.md and AdversarialGame.md")
struct LossSnippets {
    @Test("Two calls of one module are two towers with shared weights")
    func towers() throws {
        let context = try ComputeContext(threads: 1)
        let random = RandomStream(seed: 1)
        let tower = Linear(inputs: 3, outputs: 2, random: random.child("tower"), in: context)
        let first = Tensor([1, 0, 0, 0, 1, 0], shape: [2, 3], in: context)
        let second = Tensor([1, 0, 1, 1, 1, 0], shape: [2, 3], in: context)

        let same = Tensor([1, 0], in: context)
        let (loss, gradients) = try valueAndGradients(of: tower, random: random) { pass in
            contrastiveLoss(tower(Variable(first), pass), tower(Variable(second), pass), same: same, margin: 1)
        }

        func distance(_ row: Int) -> Float {
            let (a, b) = (
                tower(Variable(first), Pass(.evaluation)).value, tower(Variable(second), Pass(.evaluation)).value
            )
            let difference = zip(a.elements, b.elements).map { $0 - $1 }[2 * row..<2 * row + 2]
            return difference.reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
        let expected = (distance(0) * distance(0) + max(0, 1 - distance(1)) * max(0, 1 - distance(1))) / 2
        #expect(abs(loss.item - expected) < 1e-5)
        #expect(gradients["weight"] != nil)
    }

    @Test("A step of the game")
    func game() throws {
        let context = try ComputeContext(threads: 1)
        let random = RandomStream(seed: 1)
        let generator = Linear(inputs: 4, outputs: 3, random: random.child("generator"), in: context)
        let discriminator = Linear(inputs: 3, outputs: 1, random: random.child("discriminator"), in: context)
        let (generatorOptimizer, discriminatorOptimizer) = (Adam(learningRate: 1e-2), Adam(learningRate: 1e-2))
        let real = Tensor([Float](repeating: 1, count: 6), shape: [2, 3], in: context)
        let noise = Tensor([1, -1, 0.5, 2, 0, 1, -2, 1], shape: [2, 4], in: context)
        let before = discriminator.weight.value.elements

        let loss = AdversarialLoss.nonSaturating
        let (_, gradients) = try valueAndGradients(of: generator, random: random) { pass in
            let pictures = generator(Variable(noise), pass)
            let (_, gradients) = try valueAndGradients(of: discriminator, random: random) { pass in
                loss.ofDiscriminator(
                    real: discriminator(Variable(real), pass), generated: discriminator(pictures.detached, pass))
            }
            discriminatorOptimizer.step(gradients)
            return loss.ofGenerator(discriminator(pictures, pass))
        }
        generatorOptimizer.step(gradients)

        #expect(gradients.entries.map(\.name) == ["weight", "bias"])
        #expect(discriminator.weight.value.elements != before)
    }
}
