import Foundation
import SwiftletData
import SwiftletEvaluation
import SwiftletTensor
import SwiftletTrain

/// The pictures of a run that show faces.
struct FacePictures {
    private let faces: FaceSet
    private let verifier: FaceVerifier
    private let random: RandomStream

    /// Pairs are drawn by the seed.
    init(_ faces: FaceSet, _ verifier: FaceVerifier, seed: UInt64) {
        self.faces = faces
        self.verifier = verifier
        random = RandomStream(seed: seed).child("pictures")
    }

    /// Pairs that are shown of each part: half of the same person.
    private static let pairCount = 16
    /// Images on the map, at most: more would hide each other.
    private static let mostPoints = 400

    /// The figures, by what they are called: pairs of both parts, and the map of the test people. What draws one throws `RunError` or
    /// `EvaluationError`.
    func figures(of split: PersonSplit) -> [(name: String, figure: () throws -> Figure)] {
        let parts = [
            ("training", "Training people", split.training), ("test", "Test people, never seen", split.test),
        ]
        let pairs = parts.map { name, title, people in
            (
                name: "the image of \(name) pairs",
                figure: {
                    let threshold = String(printf: "%.2f", verifier.threshold)
                    return Figure(
                        name: "pairs-\(name)",
                        caption:
                            "\(title): pairs drawn at random, with their distance. Up to \(threshold) two pictures are said "
                            + "to show the same person; red is wrong.",
                        content: .svg(
                            PicturePairs(
                                title: title, pairs: try self.pairs(of: people, random.child(name)), columns: 4,
                                pictureSize: 84
                            ).svg))
                }
            )
        }
        let map = (
            name: "the embeddings map",
            figure: {
                let map = try self.map(of: split.test, random.child("map"))
                return Figure(
                    name: "map",
                    caption:
                        "Embeddings of the test people's images along the two directions in which they differ most "
                        + "(principal components). The color of the frame is the person's."
                        + (map.left > 0 ? " \(map.shown) of \(map.shown + map.left) images, drawn at random." : ""),
                    content: .svg(map.picture.svg))
            }
        )
        return pairs + [map]
    }

    /// Pairs of the same person first, then those of different people.
    private func pairs(of people: [Int], _ random: RandomStream) throws -> [PicturePairs.Pair] {
        let sampler = PairSampler(people: people.map { faces.people[$0].pictures }, random: random)
        let pairs = (0..<Self.pairCount).map { sampler.pair($0, epoch: 0) }
        return try (pairs.filter(\.isSame) + pairs.filter { !$0.isSame }).map { pair in
            let (first, second) = (faces.images[pair.first], faces.images[pair.second])
            let distance = try verifier.distance(first, second)
            return PicturePairs.Pair(
                left: PNGFile.encode(first), right: PNGFile.encode(second),
                caption: String(printf: "%.2f, ", distance) + (pair.isSame ? "same person" : "different people"),
                isMarked: verifier.isSame(distance) != pair.isSame)
        }
    }

    private func map(
        of people: [Int], _ random: RandomStream
    ) throws -> (picture: ScatterPicture, shown: Int, left: Int) {
        let (indices, labels) = faces.pictures(of: people)
        let embeddings = try verifier.embeddings(of: faces.images, indices)
        guard (1..<embeddings.count).contains(where: { !embeddings[$0].elementsEqual(embeddings[0]) }) else {
            throw RunError("all embeddings are alike")
        }
        // Points that lie on a line have one component.
        let components =
            try (try? PrincipalComponents(embeddings, components: min(2, embeddings.dimension)))
            ?? PrincipalComponents(embeddings, components: 1)
        let places = try components.project(embeddings)
        let axes = components.explainedVarianceShare.enumerated().map { number, share in
            String(printf: "principal component %ld (%.0f %% of the variance)", number + 1, 100 * share)
        }
        var random = random
        let shown = random.sample(Self.mostPoints, below: indices.count)
        let points = shown.map { row in
            let name = faces.people[Int(labels[row])].name
            let place = places[row].map(Double.init)
            return ScatterPicture.Point(
                x: place[0], y: place.count > 1 ? place[1] : 0, group: name, label: name,
                png: PNGFile.encode(faces.images[indices[row]]))
        }
        let picture = ScatterPicture(
            title: "Embeddings of people never seen", xLabel: axes[0], yLabel: axes.count > 1 ? axes[1] : "",
            points: points)
        return (picture, shown.count, indices.count - shown.count)
    }
}
