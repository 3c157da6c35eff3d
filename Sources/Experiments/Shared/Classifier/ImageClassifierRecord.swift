import SwiftletData

/// What a classifier was trained on, how, and what came of it; a part of its file.
public struct ImageClassifierRecord: Codable, Equatable, Sendable {
    /// The name of the set, such as "mnist".
    public var name: String
    /// Pixels a row.
    public var width: Int
    /// Rows.
    public var height: Int
    /// 1 for grey, 3 for colour.
    public var channels: Int
    /// Number of classes.
    public var classes: Int
    /// What the class numbers mean; empty if they have no names.
    public var classNames: [String]
    /// Which network it is.
    public var networkVersion: Int
    /// How it was trained.
    public var training: ClassifierTraining
    /// SHA-256 of the pictures and labels that it was trained on.
    public var trainingDigest: String
    /// The number of these pictures.
    public var trainingCount: Int
    /// SHA-256 of the pictures and labels that it was tested on.
    public var testDigest: String?
    /// Share of the test pictures that it names rightly.
    public var testAccuracy: Double?

    /// "28 x 28 x 1": width, height, channels.
    public var sizeText: String { "\(width) x \(height) x \(channels)" }

    /// Whether pictures have the size that the network takes.
    public func fits(_ pictures: ImageSet) -> Bool {
        pictures.width == width && pictures.height == height && pictures.channels == channels
    }
}

/// How a classifier is trained: AdamW with a cosine to 0 after a short warm-up, on shuffled batches.
public struct ClassifierTraining: Codable, Equatable, Sendable {
    /// All random numbers follow from it.
    public var seed: UInt64
    /// Passes over the pictures.
    public var epochs: Int
    /// Pictures a step.
    public var batchSize = 128
    /// Step size after the warm-up.
    public var learningRate: Float = 2e-3
    /// Of AdamW.
    public var weightDecay: Float = 0.05

    /// The settings for so many pictures: as many epochs as come to about 200,000 pictures, at least 3 and at most 30.
    public init(seed: UInt64 = 1, pictures: Int) {
        self.seed = seed
        epochs = min(max(200_000 / max(pictures, 1), 3), 30)
    }
}
