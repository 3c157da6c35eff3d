import ExperimentSupport
import SwiftletData
import SwiftletEvaluation
import SwiftletTensor
import SwiftletTrain

/// What an evaluation of a generator came to.
struct SampleEvaluation: Encodable {
    /// Generated pictures that were judged.
    var samples: Int
    /// Pictures in each set that was compared.
    var comparedCount: Int
    /// Sets of real pictures that were compared.
    var realParts: Int
    /// How generated pictures lie beside real ones.
    var generated: SampleMeasures
    /// How other real pictures, as many, lie beside the same real ones.
    var floor: SampleMeasures
    /// Fréchet distance over that of the floor.
    var frechetRatio: Double
    /// The share of each class among generated pictures, as the classifier judges them; nil where there is none.
    var classShares: [Double]?
    /// By what factor the class that is farthest from an equal share is above or below it; infinite if one is missing.
    var largestShareFactor: Double?
    /// Names of the classes.
    var classNames: [String]
    /// The classifier's share of right answers on the set's test part.
    var classifierAccuracy: Double?
    /// SHA-256 of the classifier's weights.
    var classifierChecksum: String?
    /// What the features are that were compared, in a sentence.
    var features: String

    /// Draws `samples` pictures and judges them.
    init(of generator: Generator, beside parts: RealParts, samples: Int, random: RandomStream) throws {
        // Whole groups, so that sets of equal count are compared.
        let groups = (samples + parts.count - 1) / parts.count
        let pictures = parts.native(generator.pictures(groups * parts.count, random: random.child("samples")))
        let classifier = parts.space.classifier
        let shares = try classifier?.classShares(of: pictures)
        self.samples = pictures.count
        comparedCount = parts.count
        realParts = parts.features.count
        generated = try SampleMeasures.means(
            real: parts.features, judged: parts.space.features(of: pictures), random: random.child("subsets"),
            context: generator.context)
        floor = parts.floor
        frechetRatio = generated.frechetDistance / floor.frechetDistance
        classShares = shares?.shares
        largestShareFactor = shares?.largestFactor
        classNames = classifier?.record.classNames ?? []
        classifierAccuracy = classifier?.testAccuracy
        classifierChecksum = classifier?.weightsChecksum
        features = parts.space.sentence
    }
}

extension SampleEvaluation {
    /// The measures beside their floor, row by row.
    var rows: [[String]] {
        func number(_ value: Double) -> String { MetricText.value(value, of: "distance") }
        func share(_ value: Double) -> String { MetricText.value(value, of: "accuracy") }
        return [
            ["Fréchet distance", number(generated.frechetDistance), number(floor.frechetDistance)],
            ["over that of the floor", String(printf: "%.2f", frechetRatio), "1"],
            ["kernel distance", number(generated.kernelDistance), number(floor.kernelDistance)],
            ["precision", share(generated.precision), share(floor.precision)],
            ["recall", share(generated.recall), share(floor.recall)],
        ]
    }

    /// Heads of the columns of `rows`.
    static let columns = ["measure", "generated", "real pictures (floor)"]

    /// Class by class its share; none where no classifier tells the classes.
    var shareRows: [[String]] {
        let shares = classShares ?? []
        return zip(classNames.isEmpty ? shares.indices.map(String.init) : classNames, shares).map {
            [$0.0, MetricText.value($0.1, of: "accuracy")]
        }
    }

    /// What was compared, and in which space.
    var notes: [String] {
        [
            "\(samples) generated pictures; compared are sets of \(comparedCount) each. Generated ones are compared with each of "
                + "\(realParts) disjoint random parts of the training pictures, and these with each other for the floor; means.",
            features,
        ]
            + (largestShareFactor.map {
                ["The class farthest from an equal share is off by a factor of \(String(printf: "%.2f", $0))."]
            } ?? [])
    }

    /// The tables of a report.
    var tables: [ReportTable] {
        let measures = ReportTable(
            name: "samples", title: "Generated pictures beside real ones", columns: Self.columns, rows: rows,
            notes: notes)
        guard let classShares else { return [measures] }
        let equalShare = MetricText.value(1 / Double(classShares.count), of: "accuracy")
        return [
            measures,
            ReportTable(
                name: "class-shares", title: "What generated pictures show", columns: ["class", "share"],
                rows: shareRows, notes: ["As the classifier judges them; equal shares are \(equalShare)."]),
        ]
    }
}
