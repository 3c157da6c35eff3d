import SwiftletData
import SwiftletEvaluation
import SwiftletNN
import SwiftletTensor
import SwiftletTrain

/// A small convolutional network that judges pictures: which class one shows, and where it lies in a space of features in
/// which the measures of generated pictures are taken.
public struct ImageClassifier {
    /// What it was trained on and what came of it.
    public let record: ImageClassifierRecord
    /// SHA-256 over the name, shape and values of every weight and running statistic.
    public let weightsChecksum: String
    let network: ClassifierNetwork
    let context: ComputeContext

    /// Pictures that go through the network at a time.
    static let batchSize = 500

    /// Numbers of a picture's features: the hidden layer before the logits, after its ReLU.
    public var featureCount: Int { ClassifierNetwork.Widths().hidden }

    /// Share of the test part of its set that it names rightly; nil if it was trained without one.
    public var testAccuracy: Double? { record.testAccuracy }

    init(_ network: ClassifierNetwork, _ record: ImageClassifierRecord, in context: ComputeContext) throws {
        self.network = network
        self.record = record
        self.context = context
        weightsChecksum = try Self.checksum(of: network)
    }

    /// What to print beside every number that rests on this network.
    public var sentence: String {
        let accuracy = testAccuracy.map { ", test accuracy " + MetricText.value($0, of: "accuracy") } ?? ""
        return "Feature network: \(record.name) classifier\(accuracy), SHA-256 of weights \(weightsChecksum)"
    }

    /// Logits, picture by picture: [pictures, classes]. Throws `RunError` for pictures of another size.
    public func logits(of pictures: ImageSet) throws -> FeatureSet {
        try run(pictures) { network.logits(ofFeatures: network.features($0)) }
    }

    /// Features, picture by picture: [pictures, featureCount]. Throws `RunError` for pictures of another size.
    public func features(of pictures: ImageSet) throws -> FeatureSet { try run(pictures, network.features) }

    /// The class that each picture is most likely to show. Throws `RunError` for pictures of another size.
    public func labels(of pictures: ImageSet) throws -> [Int32] {
        let logits = try logits(of: pictures)
        return Tensor(logits.values, shape: [logits.count, logits.dimension], in: context).argmax(axis: 1).elements
    }

    /// What pictures of known classes are taken for. Throws `RunError` for pictures without labels or of another size.
    public func confusion(on pictures: ImageSet) throws -> ConfusionMatrix {
        guard let labels = pictures.labels else { throw RunError("pictures without labels have no accuracy") }
        return try ConfusionMatrix(labels: labels, judged: self.labels(of: pictures), classes: record.classes)
    }

    /// The share of pictures that are taken for what their labels say. Throws `RunError` as `confusion(on:)` does.
    public func accuracy(on pictures: ImageSet) throws -> Double { try confusion(on: pictures).accuracy }

    /// How pictures spread over the classes that they are taken for. Throws `RunError` for pictures of another size.
    public func classShares(of pictures: ImageSet) throws -> ClassShares {
        try ClassShares(labels(of: pictures), classes: record.classes)
    }

    /// Pictures as the network takes them.
    static func input(_ pictures: ImageSet, _ indices: [Int], in context: ComputeContext) -> Tensor {
        Tensor(
            pictures.values(of: indices, scale: -1...1),
            shape: [indices.count, pictures.channels, pictures.height, pictures.width], in: context)
    }

    private func run(_ pictures: ImageSet, _ body: (Tensor) -> Tensor) throws -> FeatureSet {
        guard pictures.count > 0 else { throw RunError("there are no pictures to judge") }
        guard record.fits(pictures) else {
            throw RunError(
                """
                the classifier of \(record.name) judges pictures of \(record.sizeText), got \
                \(pictures.width) x \(pictures.height) x \(pictures.channels)
                """)
        }
        var values: [Float] = []
        var dimension = 0
        for start in stride(from: 0, to: pictures.count, by: Self.batchSize) {
            let indices = Array(start..<min(start + Self.batchSize, pictures.count))
            let result = body(Self.input(pictures, indices, in: context))
            dimension = result.shape[1]
            result.withUnsafeElements { values.append(contentsOf: $0) }
        }
        return try FeatureSet(values, dimension: dimension)
    }

    /// Each tensor as a line "name [shape]" and its values as little-endian float32, in the order of the state dictionary.
    private static func checksum(of network: ClassifierNetwork) throws -> String {
        var hash = SHA256()
        for (name, value) in try network.stateDictionary() {
            Array("\(name) \(value.shape)\n".utf8).withUnsafeBytes { hash.update($0) }
            value.withUnsafeElements { hash.update(UnsafeRawBufferPointer($0)) }
        }
        return hash.hexDigest()
    }
}
