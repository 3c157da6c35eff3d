import SwiftletNN
import SwiftletOptim
import SwiftletTensor

/// Generator and discriminator of Radford et al. 2015, width 64: the discriminator's step on a real and a generated batch,
/// then the generator's on the same generated batch; cross-entropy, Adam 2e-4 with beta1 0.5.
final class AdversarialStep: TrainingStep {
    let batchSize: Int
    var modules: [any Module] { [networks.generator, networks.discriminator] }
    private let networks: AdversarialNetworks
    private let generatorOptimizer = Adam(learningRate: 2e-4, beta1: 0.5)
    private let discriminatorOptimizer = Adam(learningRate: 2e-4, beta1: 0.5)
    private let context: ComputeContext
    private var batches: ResidentBatches<Tensor>
    private var inferences = 0
    private static let residentBatches = 16

    init(size: Int, channels: Int, batchSize: Int, in context: ComputeContext) throws {
        self.batchSize = batchSize
        self.context = context
        networks = try AdversarialNetworks(size: size, channels: channels, in: context)
        var random = RandomStream(seed: 1).child("data")
        batches = ResidentBatches(count: Self.residentBatches) { _ in
            .uniform([batchSize, channels, size, size], -1, 1, using: &random, in: context)
        }
    }

    func run() throws -> Float {
        let real = batches.take()
        let (generator, discriminator) = (networks.generator, networks.discriminator)
        let random = RandomStream(seed: 1).child(generatorOptimizer.stepCount)
        let noise = noise(random)
        let loss = AdversarialLoss.nonSaturating
        var discriminatorLoss: Float = 0
        let (generatorLoss, gradients) = try valueAndGradients(of: generator, random: random) { pass in
            let generated = generator(pass(noise))
            let (value, gradients) = try valueAndGradients(of: discriminator, random: random) { pass in
                loss.ofDiscriminator(
                    real: discriminator(pass(real)), generated: discriminator(pass(generated.detached)))
            }
            discriminatorOptimizer.step(gradients)
            discriminatorLoss = value.item
            return loss.ofGenerator(discriminator(generated))
        }
        generatorOptimizer.step(gradients)
        return discriminatorLoss + generatorLoss.item
    }

    func infer() -> Tensor {
        inferences += 1
        return networks.generator(
            noise(RandomStream(seed: 2).child(inferences)))
    }

    private func noise(_ random: RandomStream) -> Tensor {
        var random = random
        return .normal([batchSize, AdversarialNetworks.latent, 1, 1], using: &random, in: context)
    }

    var cost: StepCost {
        get throws {
            var cost = StepCost()
            for (index, product) in networks.generatorProducts.enumerated() {
                cost.add(batchSize * product, index == 0 ? .first : .all)
            }
            for (index, product) in networks.discriminatorProducts.enumerated() {
                // Forward on three batches, weight gradients on two of them, and gradients of the maps on all, but of the
                // pictures themselves on the third alone.
                let passes = StepCost.Passes(
                    forward: 3, inputGradients: index == 0 ? 1 : 3, weightGradients: 2)
                cost.add(batchSize * product, passes)
            }
            try cost.addParameters(of: networks.generator)
            try cost.addParameters(of: networks.discriminator)
            return cost
        }
    }
}

/// The two networks: for 28 x 28 from maps of 7 x 7, else from maps of 4 x 4.
private struct AdversarialNetworks {
    static let (latent, width) = (100, 64)
    let generator: Sequential
    let discriminator: Sequential
    /// Multiply-adds of each layer on one picture.
    let generatorProducts: [Int]
    let discriminatorProducts: [Int]

    init(size: Int, channels: Int, in context: ComputeContext) throws {
        let base = size % 7 == 0 ? 7 : 4
        let doublings = (size / base).trailingZeroBitCount
        let weights = Initializer.normal(mean: 0, deviation: 0.02)
        let widths = (0..<doublings).map { Self.width << $0 }

        var layers: [any Layer] = []
        var products: [Int] = []
        let pairs = Array(zip([Self.latent] + widths.reversed(), widths.reversed() + [channels]))
        for (index, pair) in pairs.enumerated() {
            let (isFirst, isLast) = (index == 0, index == doublings)
            layers.append(
                ConvTranspose2d(
                    pair.0, pair.1, kernelSize: Size2D(isFirst ? base : 4), stride: isFirst ? 1 : 2,
                    padding: isFirst ? 0 : 1, bias: false, activation: isLast ? .tanh : .identity,
                    weightInitializer: weights))
            if !isLast { layers += [BatchNorm2d(pair.1), ReLU()] as [any Layer] }
            let inputSide = base << (index - 1)
            products.append(pair.0 * pair.1 * (isFirst ? base * base : inputSide * inputSide * 16))
        }
        generator = try Sequential(layers).initialized(seed: 1, in: context)
        generatorProducts = products

        (layers, products) = ([], [])
        for (index, pair) in zip([channels] + widths, widths).enumerated() {
            layers.append(
                Conv2d(
                    pair.0, pair.1, kernelSize: 4, stride: 2, padding: 1, bias: false,
                    activation: index == 0 ? .leakyRelu(slope: 0.2) : .identity, weightInitializer: weights))
            if index > 0 {
                layers += [BatchNorm2d(pair.1), LeakyReLU(slope: 0.2)] as [any Layer]
            }
            let outputSide = size >> (index + 1)
            products.append(pair.0 * pair.1 * outputSide * outputSide * 16)
        }
        let last = widths[doublings - 1]
        if base == 7 {
            layers.append(Flatten())
            layers.append(Linear(last * base * base, 1))
        } else {
            layers.append(
                Conv2d(last, 1, kernelSize: Size2D(base), bias: false, weightInitializer: weights))
        }
        products.append(last * base * base)
        discriminator = try Sequential(layers).initialized(seed: 2, in: context)
        discriminatorProducts = products
    }
}
