import SwiftletTensor

/// N-way one-shot recognition (Lake et al. 2015; Koch et al. 2015): of N candidates, one picture of each of N classes, the
/// nearest to a query is said to be of its class.
public enum OneShot {
    /// The share of `trials` in which the nearest candidate is the right one, between 0 and 1; 1 / `ways` by chance.
    ///
    /// Each trial draws a query among the pictures whose class has another picture, that other picture as the right candidate,
    /// and a picture each of `ways - 1` other classes. Where several candidates are nearest, the trial counts by the chance
    /// of picking the right one among them, so that an embedding in which all pictures are alike reaches chance and no more.
    ///
    /// Throws `EvaluationError` if the counts differ, if fewer than `ways` classes or no class with two pictures are there, or if
    /// `ways` is below 2 or `trials` below 1.
    public static func nWayAccuracy(
        _ embeddings: FeatureSet, _ labels: [Int32], ways: Int, trials: Int = 1000, random: RandomStream
    ) throws -> Double {
        try embeddings.requireLabels(labels)
        guard ways >= 2 else { throw EvaluationError("one-shot recognition needs at least 2 ways, got \(ways)") }
        guard trials >= 1 else { throw EvaluationError("one-shot recognition needs at least 1 trial, got \(trials)") }
        let classes = Dictionary(grouping: labels.indices, by: { labels[$0] }).sorted { $0.key < $1.key }.map(\.value)
        guard classes.count >= ways else {
            throw EvaluationError("\(ways)-way recognition needs as many classes, got \(classes.count)")
        }
        let queries = classes.enumerated().flatMap { index, pictures in
            pictures.count > 1 ? pictures.map { (picture: $0, class: index) } : []
        }
        guard !queries.isEmpty else {
            throw EvaluationError("one-shot recognition needs a class with at least 2 pictures, got none")
        }
        var random = random
        var wins = 0.0
        for _ in 0..<trials {
            let query = queries[random.index(below: queries.count)]
            let siblings = classes[query.class].filter { $0 != query.picture }
            var candidates = [siblings[random.index(below: siblings.count)]]
            // A draw among the classes but the query's is one below its number of classes less one, moved past its own.
            for other in random.distinct(ways - 1, below: classes.count - 1) {
                let pictures = classes[other < query.class ? other : other + 1]
                candidates.append(pictures[random.index(below: pictures.count)])
            }
            wins += shareOfWin(query.picture, candidates, embeddings)
        }
        return wins / Double(trials)
    }

    /// 1 if the first candidate alone is nearest, 1 / n if it is one of n that are, else 0.
    private static func shareOfWin(_ query: Int, _ candidates: [Int], _ embeddings: FeatureSet) -> Double {
        let distances = candidates.map { embeddings.squaredDistance(query, to: embeddings, $0) }
        let nearest = distances.min() ?? 0
        return distances[0] > nearest ? 0 : 1 / Double(distances.filter { $0 == nearest }.count)
    }
}
