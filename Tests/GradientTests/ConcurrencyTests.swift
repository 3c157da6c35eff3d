import SwiftletNN
import SwiftletTensor
import Testing

private final class Net: Layer {
    let conv = Conv2d(2, 4, kernelSize: 3, padding: 1, activation: .relu)
    let norm = BatchNorm2d(4)
    let dropout = Dropout(rate: 0.5)
    let linear = Linear(64, 3)

    func callAsFunction(_ input: Tensor) -> Tensor {
        linear(dropout(norm(conv(input)).maxPool2d(2).flattened()))
    }
}

@Suite("Tensors and models in several tasks at once")
struct ConcurrencyTests {
    private let context: ComputeContext
    private let images: Tensor
    private let labels: IntTensor

    init() throws {
        context = try ComputeContext(threads: 2)
        var random = RandomStream(seed: 8)
        images = .uniform([4, 2, 8, 8], -1, 1, using: &random, in: context)
        labels = IntTensor([0, 2, 1, 2], in: context)
    }

    @Test func eightTasksPredictTheSameBits() async throws {
        let model = try Net().initialized(seed: 2, in: context)
        let expected = model(images).elements
        let images = images
        let results = await withTaskGroup(of: [[Float]].self) { group in
            for _ in 0..<8 { group.addTask { (0..<25).map { _ in model(images).elements } } }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(results.count == 200)
        #expect(results.allSatisfy { $0 == expected })
    }

    /// Some steps of gradient descent; the parameters afterwards.
    private static func train(seed: UInt64, _ images: Tensor, _ labels: IntTensor) throws -> [[Float]] {
        let model = try Net().initialized(seed: seed, in: images.context)
        for step in 0..<10 {
            let (_, gradients) = try valueAndGradients(of: model, random: RandomStream(seed: seed).child(step)) {
                pass in
                let input = pass(images)
                return try model(input).softmaxCrossEntropy(labels: labels)
                    + r1Penalty(at: input, weight: 0.1) { model($0) }
            }
            for entry in gradients.entries { entry.parameter.value.add(entry.gradient, scaledBy: -0.05) }
        }
        return try model.stateDictionary().map(\.value.elements)
    }

    @Test func eightModelsTrainAtOnceInOneContextAsOneByOne() async throws {
        let (images, labels) = (images, labels)
        let expected = try (0..<8).map { try Self.train(seed: $0, images, labels) }
        let results = try await withThrowingTaskGroup(of: (UInt64, [[Float]]).self) { group in
            for seed in 0..<UInt64(8) { group.addTask { (seed, try Self.train(seed: seed, images, labels)) } }
            return try await group.reduce(into: [UInt64: [[Float]]]()) { $0[$1.0] = $1.1 }
        }
        for seed in 0..<8 { #expect(results[UInt64(seed)] == expected[seed], "\(seed)") }
        #expect(expected[0] != expected[1])
    }

    /// Gradients of one model, whose parameters do not change meanwhile.
    @Test func eightTasksDifferentiateOneModel() async throws {
        let model = try Net().initialized(seed: 2, in: context)
        let (images, labels) = (images, labels)
        @Sendable func gradients() throws -> [[Float]] {
            try valueAndGradients(of: model, mode: .evaluation) {
                try model($0(images)).softmaxCrossEntropy(labels: labels)
            }.gradients.entries.map(\.gradient.elements)
        }
        let expected = try gradients()
        let results = try await withThrowingTaskGroup(of: [[Float]].self) { group in
            for _ in 0..<8 { group.addTask { try gradients() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.count == 8 && results.allSatisfy { $0 == expected })
    }
}
