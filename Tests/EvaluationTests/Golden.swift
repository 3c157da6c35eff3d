import SwiftletEvaluation
import TestSupport

extension GoldenFile {
    /// The cases whose names begin with `prefix`, as Scripts/goldens/evaluation.py writes them.
    static func cases(_ prefix: String) throws -> [GoldenCase] {
        try cases("evaluation", prefix: prefix, in: .module)
    }
}

extension GoldenCase {
    func numbers(_ name: String) throws -> [Double] { try golden(name).data }

    func features(_ name: String) throws -> FeatureSet {
        let golden = try golden(name)
        return try FeatureSet(golden.data.map { Float($0) }, dimension: golden.shape[1])
    }
}

/// The largest difference between numbers in the same places, over the largest of the expected ones (or 1 if they are 0).
func relativeError(_ actual: some Collection<Double>, _ expected: some Collection<Double>) -> Double {
    guard actual.count == expected.count else { return .infinity }
    let largest = expected.reduce(0) { max($0, abs($1)) }
    let worst = zip(actual, expected).reduce(0) { worst, pair in
        let difference = abs(pair.0 - pair.1)
        return difference.isNaN ? .infinity : max(worst, difference)
    }
    return worst / (largest > 0 ? largest : 1)
}
