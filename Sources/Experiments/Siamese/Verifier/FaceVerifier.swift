import SwiftletData
import SwiftletEvaluation
import SwiftletNN
import SwiftletTensor

/// A trained network together with what is needed to use it: how pictures become its input, and up to which distance two
/// of them are said to show the same person.
public struct FaceVerifier {
    /// What defines the network.
    public let configuration: ModelConfiguration
    /// The network.
    public let tower: any Tower
    /// The distance up to which two pictures are said to show the same person.
    public var threshold: Double
    /// Names of the people that it was trained on.
    public var trainingPeople: [String]
    /// Names of the people that it was not trained on, and is tested on.
    public var testPeople: [String]

    /// A verifier of its parts.
    public init(
        configuration: ModelConfiguration, tower: any Tower, threshold: Double = 0, trainingPeople: [String] = [],
        testPeople: [String] = []
    ) {
        self.configuration = configuration
        self.tower = tower
        self.threshold = threshold
        self.trainingPeople = trainingPeople
        self.testPeople = testPeople
    }

    /// The context that the network computes in.
    public var context: ComputeContext { tower.head.weight.value.context }

    /// The picture as the network wants it: grey and square.
    public static func prepared(_ image: Image, size: Int) -> Image {
        image.converted(toChannels: 1).resized(width: size, height: size)
    }

    /// The embeddings of some of a set's images, which must be prepared; without gradients. `observe` is called with the
    /// number of images that are done.
    ///
    /// Throws `EvaluationError` if a number of them is not finite.
    public func embeddings(
        of images: ImageSet, _ indices: [Int], batchSize: Int = 32, observe: (_ done: Int) -> Void = { _ in }
    ) throws -> FeatureSet {
        let values = outputs(of: images, indices, batchSize: batchSize, observe: observe) { tower($0) }
        return try FeatureSet(values, dimension: configuration.embeddingDimension)
    }

    /// What `network` makes of some of a set's pictures or of their mirror images, a batch at a time, row by row.
    func outputs(
        of images: ImageSet, _ indices: [Int], isMirrored: Bool = false, batchSize: Int = 32,
        observe: (_ done: Int) -> Void = { _ in }, _ network: (Tensor) -> Tensor
    ) -> [Float] {
        var values: [Float] = []
        for start in stride(from: 0, to: indices.count, by: batchSize) {
            observe(start)
            let part = Array(indices[start..<min(start + batchSize, indices.count)])
            var pixels = images.values(of: part, scale: configuration.scale)
            if isMirrored { mirror(&pixels, width: images.width) }
            let input = Tensor(pixels, shape: [part.count, 1, images.height, images.width], in: context)
            values += network(input).elements
        }
        return values
    }

    /// The Euclidean distance of the embeddings of two pictures of any size. Throws `EvaluationError` as `embeddings` does.
    public func distance(_ first: Image, _ second: Image) throws -> Double {
        let images = ImageSet(images: [first, second].map { Self.prepared($0, size: configuration.size) })
        let embeddings = try embeddings(of: images, [0, 1])
        return embeddings.squaredDistance(0, to: embeddings, 1).squareRoot()
    }

    /// Whether a distance is one at which two pictures are said to show the same person.
    public func isSame(_ distance: Double) -> Bool { distance <= threshold }
}

/// Turns every row of a picture around.
private func mirror(_ pixels: inout [Float], width: Int) {
    for start in stride(from: 0, to: pixels.count, by: width) { pixels[start..<start + width].reverse() }
}
