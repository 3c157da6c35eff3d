import SwiftletEvaluation
import SwiftletTensor
import SwiftletTrain

/// The embeddings of some people's images, and how their pairs are told apart at every threshold.
struct PeopleEvaluation {
    private let embeddings: FeatureSet
    private let labels: [Int32]
    /// The ROC curve over the pairs, or over a sample if there are more than `LabelledPairs.defaultMaximum`.
    let curve: ROCCurve

    /// Computes the embeddings and distances; a sample of pairs is drawn from `random`. `name` is what progress is shown of.
    ///
    /// Throws `EvaluationError` if an embedding is not finite.
    init(
        of people: [Int], _ faces: FaceSet, by verifier: FaceVerifier, batchSize: Int = 32, random: RandomStream,
        name: String, progress: ProgressReporter?
    ) throws {
        let (indices, labels) = faces.pictures(of: people)
        embeddings = try verifier.embeddings(of: faces.images, indices, batchSize: batchSize) { done in
            progress?.update("evaluating \(name)", done: done, of: indices.count, "images")
        }
        progress?.clear()
        self.labels = labels
        curve = try ROCCurve(LabelledPairs(of: embeddings, labels: labels, random: random.child("pairs")))
    }

    /// The figures at a threshold. Throws `EvaluationError` if there are fewer than `ways` people.
    func result(threshold: Double, ways: Int, random: RandomStream) throws -> VerificationResult {
        try VerificationResult(
            embeddings, labels: labels, curve: curve, threshold: threshold, ways: ways, random: random)
    }
}
