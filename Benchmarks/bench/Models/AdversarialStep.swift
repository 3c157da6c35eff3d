import SwiftletAutodiff
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

    init(size: Int, channels: Int, batchSize: Int, in context: ComputeContext) {
        self.batchSize = batchSize
        self.context = context
        networks = AdversarialNetworks(size: size, channels: channels, in: context)
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
            let generated = generator(Variable(noise), pass)
            let (value, gradients) = try valueAndGradients(of: discriminator, random: random) { pass in
                loss.ofDiscriminator(
                    real: discriminator(Variable(real), pass), generated: discriminator(generated.detached, pass))
            }
            discriminatorOptimizer.step(gradients)
            discriminatorLoss = value.item
            return loss.ofGenerator(discriminator(generated, pass))
        }
        generatorOptimizer.step(gradients)
        return discriminatorLoss + generatorLoss.item
    }

    func infer() -> Tensor {
        inferences += 1
        return networks.generator(
            Variable(noise(RandomStream(seed: 2).child(inferences))), Pass(.evaluation)
        ).value
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

    init(size: Int, channels: Int, in context: ComputeContext) {
        let base = size % 7 == 0 ? 7 : 4
        let doublings = (size / base).trailingZeroBitCount
        let random = RandomStream(seed: 1)
        let halving = Convolution2dOptions(stride: 2, padding: 1)
        let weights = Initializer.normal(mean: 0, deviation: 0.02)
        let widths = (0..<doublings).map { Self.width << $0 }

        var layers: [any Layer] = []
        var products: [Int] = []
        let pairs = Array(zip([Self.latent] + widths.reversed(), widths.reversed() + [channels]))
        for (index, pair) in pairs.enumerated() {
            let (isFirst, isLast) = (index == 0, index == doublings)
            layers.append(
                ConvTranspose2d(
                    inputs: pair.0, outputs: pair.1, kernelSize: Extent2d(isFirst ? base : 4),
                    options: isFirst ? Convolution2dOptions() : halving, bias: false,
                    activation: isLast ? .tanh : .identity, weightInitializer: weights,
                    random: random.child("generator").child(index), in: context))
            if !isLast { layers += [BatchNorm2d(channels: pair.1, in: context), ReLU()] as [any Layer] }
            let inputSide = base << (index - 1)
            products.append(pair.0 * pair.1 * (isFirst ? base * base : inputSide * inputSide * 16))
        }
        (generator, generatorProducts) = (Sequential(layers), products)

        (layers, products) = ([], [])
        for (index, pair) in zip([channels] + widths, widths).enumerated() {
            layers.append(
                Conv2d(
                    inputs: pair.0, outputs: pair.1, kernelSize: 4, options: halving, bias: false,
                    activation: index == 0 ? .leakyRelu(slope: 0.2) : .identity, weightInitializer: weights,
                    random: random.child("discriminator").child(index), in: context))
            if index > 0 {
                layers += [BatchNorm2d(channels: pair.1, in: context), LeakyReLU(slope: 0.2)] as [any Layer]
            }
            let outputSide = size >> (index + 1)
            products.append(pair.0 * pair.1 * outputSide * outputSide * 16)
        }
        let last = widths[doublings - 1]
        if base == 7 {
            layers.append(Flatten())
            layers.append(Linear(inputs: last * base * base, outputs: 1, random: random.child("logit"), in: context))
        } else {
            layers.append(
                Conv2d(
                    inputs: last, outputs: 1, kernelSize: Extent2d(base), bias: false, weightInitializer: weights,
                    random: random.child("logit"), in: context))
        }
        products.append(last * base * base)
        (discriminator, discriminatorProducts) = (Sequential(layers), products)
    }
}
