import SwiftletData
import SwiftletTensor
import SwiftletTrain

/// What a training has shown so far: its epochs, the pictures of the fixed noise after each, and its health.
struct TrainingCourse {
    /// The records of the epochs, with what the pictures measured.
    var epochs: [EpochRecord] = []
    /// The pictures of the fixed noise after each epoch.
    var samples: [ImageSet] = []
    /// What was found to be wrong.
    var health = TrainingHealth()

    private static let (epochsName, healthName, samplesName) = ("epochs", "health", "samples")

    /// The beginning.
    init() {}

    /// The course up to a state, with pictures of the size of `pictures`. Throws `RunError` for the state of something else.
    init(_ state: TrainingState, like pictures: ImageSet) throws {
        epochs = try state.value([EpochRecord].self, as: Self.epochsName)
        health = try state.value(TrainingHealth.self, as: Self.healthName)
        let bytes = try state.numbers(as: Self.samplesName).elements.flatMap { word in
            withUnsafeBytes(of: word.littleEndian, Array.init)
        }
        if epochs.isEmpty { return }
        let size = bytes.count / epochs.count
        guard size > 0, size * epochs.count == bytes.count, size % pictures.valuesPerImage == 0 else {
            throw RunError("the state's pictures are not those of \(epochs.count) epochs")
        }
        samples = epochs.indices.map { epoch in
            ImageSet(
                width: pictures.width, height: pictures.height, channels: pictures.channels,
                pixels: Array(bytes[epoch * size..<(epoch + 1) * size]))
        }
    }

    /// Adds the course to a state; four bytes of pictures make a number.
    func save(to state: inout TrainingState, in context: ComputeContext) throws {
        try state.add(epochs, as: Self.epochsName)
        try state.add(health, as: Self.healthName)
        let bytes = samples.flatMap(\.pixels)
        let words = [Int32](unsafeUninitializedCapacity: bytes.count / 4) { words, count in
            count = bytes.count / 4
            UnsafeMutableRawBufferPointer(words).copyBytes(from: bytes.prefix(4 * count))
        }
        state.add(IntTensor(words, shape: [words.count], in: context), as: Self.samplesName)
    }
}
