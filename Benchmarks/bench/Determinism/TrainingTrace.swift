import SwiftletNN
import SwiftletTensor
import SwiftletTrain

/// What some steps of a model came to: the loss of each, and the bits of every parameter and buffer at the end.
struct TrainingTrace: Equatable {
    let losses: [UInt32]
    let state: [[UInt32]]

    /// Trains the model from its beginning on its resident batches, or from one whose every parameter is the next number.
    init(
        of model: StepModel, steps: Int, batchSize: Int?, threads: Int, kernels: String, changesLastBits: Bool = false
    ) throws {
        let context = try ComputeContext(threads: threads, kernels: kernels)
        let step = try model.makeStep(batchSize: batchSize, in: context)
        if changesLastBits {
            for parameter in try step.modules.flatMap({ try $0.namedParameters() }).map(\.parameter) {
                let value = parameter.value
                parameter.value = Tensor(value.elements.map(\.nextUp), shape: value.shape, in: context)
            }
        }
        losses = try (0..<steps).map { _ in
            try Interruption.check()
            return try step.run().bitPattern
        }
        state = try step.modules.flatMap { module in
            try module.stateDictionary().map { $0.value.elements.map(\.bitPattern) }
        }
    }

    /// FNV-1a over all bits, for people to compare.
    var digest: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for word in state.joined() { hash = (hash ^ UInt64(word)) &* 0x0000_0100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The largest difference of two loss curves as far as both go, relative to the loss or to 1 if it is less.
    func lossDifference(from other: TrainingTrace) -> Float {
        zip(losses, other.losses).reduce(0) { largest, pair in
            let (a, b) = (Float(bitPattern: pair.0), Float(bitPattern: pair.1))
            return max(largest, abs(a - b) / max(1, abs(b)))
        }
    }
}
