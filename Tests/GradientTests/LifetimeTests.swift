import SwiftletNN
import SwiftletTensor
import Testing

private final class Critic: Layer {
    let hidden = Linear(3, 4, activation: .tanh)
    let output = Linear(4, 1)

    func callAsFunction(_ input: Tensor) -> Tensor { output(hidden(input)) }
}

/// One layer of each kind that has no kernel of its own.
private final class Menagerie: Layer {
    let spectral = Conv2d(2, 4, kernelSize: 3, padding: 1, spectralNorm: true)
    let layers = Sequential(
        InstanceNorm2d(4, affine: true, tracksRunningStatistics: true), PReLU(4), Dropout2d(rate: 0.25),
        PixelShuffle(2), ELU(), GroupNorm(groups: 1, channels: 1), AdaptiveAveragePool2d(3), AdaptiveMaxPool2d(2),
        Flatten())
    let norm = RMSNorm([4])
    let head = Linear(4, 3)
    let softmax = LogSoftmax()

    func callAsFunction(_ input: Tensor) -> Tensor { softmax(head(norm(layers(spectral(input))))) }
}

@Suite("Nothing outlives its use")
struct LifetimeTests {
    private let context: ComputeContext

    init() throws { context = try ComputeContext(threads: 1) }

    /// Nobody ends a pass without gradients, so what is differentiated on the way must not keep it alive.
    @Test func aPassThatNobodyEndsKeepsNothing() throws {
        let critic = try Critic().initialized(seed: 1, in: context)
        let images = Tensor([[1, 2, 3], [0, 1, -1]], in: context)
        let expected = r1Penalty(at: images) { critic($0) }.item
        let before = context.statistics.bytesInUse
        weak var kept: Pass?
        for _ in 0..<3 {
            let pass = Pass(.training)
            kept = pass
            let input = pass(images)
            let penalty = r1Penalty(at: input) { critic($0) }
            #expect(penalty.item == expected && penalty.pass === pass)
            // A gradient within a gradient needs what the inner one recorded.
            let outer = gradient(at: input) { x in
                let inner = gradient(at: x) { critic($0).sum() }
                return (gradient(at: input) { (inner * $0).sum() } * x).sum() + inner.sumOfSquares()
            }
            let alone = gradient(at: images) { x in
                let inner = gradient(at: x) { critic($0).sum() }
                return (inner * x).sum() + inner.sumOfSquares()
            }
            #expect(outer.elements == alone.elements)
        }
        #expect(kept == nil)
        #expect(context.statistics.bytesInUse == before)
    }

    @Test func tenThousandStepsHoldWhatOneHolds() throws {
        let critic = try Critic().initialized(seed: 1, in: context)
        let images = Tensor([[1, 2, 3], [0, 1, -1]], in: context)
        func step(_ body: (Pass) throws -> Tensor) throws {
            let (_, gradients) = try valueAndGradients(of: critic, body)
            for entry in gradients.entries { entry.parameter.value.add(entry.gradient, scaledBy: -1e-3) }
        }
        struct Failure: Error {}
        try step { critic($0(images)).sum() }
        let settled = context.statistics.bytesInUse
        for index in 0..<10_000 {
            if index % 100 == 0 {
                try step { pass in critic(pass(images)).sum() + r1Penalty(at: pass(images)) { critic($0) } }
                #expect(throws: Failure.self) {
                    try step { pass in
                        _ = try gradient(at: critic(pass(images))) { _ in throw Failure() }
                        return critic(pass(images)).sum()
                    }
                }
            }
            try step { critic($0(images)).sum() }
        }
        #expect(context.statistics.bytesInUse == settled)
    }

    @Test func aModelThatIsDroppedLeavesNothing() throws {
        let images = Tensor([[1, 2, 3], [0, 1, -1]], in: context)
        let before = context.statistics.bytesInUse
        weak var kept: Critic?
        weak var parameter: Parameter?
        try { () throws in
            let critic = try Critic().initialized(seed: 1, in: context)
            (kept, parameter) = (critic, critic.hidden.weight)
            _ = try valueAndGradients(of: critic) { critic($0(images)).sum() }
            _ = try critic.stateDictionary()
        }()
        #expect(kept == nil && parameter == nil)
        #expect(context.statistics.bytesInUse == before)
    }

    @Test func layersWithoutKernelsOfTheirOwnAllocateNothingAfterTheSecondStep() throws {
        let model = try Menagerie().initialized(seed: 1, in: context)
        var random = RandomStream(seed: 4)
        let images = Tensor.uniform([3, 2, 5, 5], using: &random, in: context)
        func step() throws {
            let (_, gradients) = try valueAndGradients(of: model) { -model($0(images)).mean() }
            #expect(gradients.entries.count == (try model.namedParameters().count))
            for entry in gradients.entries { entry.parameter.value.add(entry.gradient, scaledBy: -1e-2) }
        }
        try step()
        try step()
        let settled = context.statistics
        for _ in 0..<4 { try step() }
        #expect(context.statistics.systemAllocations == settled.systemAllocations)
        #expect(context.statistics.bytesInUse == settled.bytesInUse)
    }
}
