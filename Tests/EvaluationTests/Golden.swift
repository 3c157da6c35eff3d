import Foundation
import SwiftletEvaluation
import Testing

/// Cases that NumPy, SciPy and scikit-learn computed, as Scripts/goldens/evaluation.py writes them.
struct GoldenFile: Decodable {
    let cases: [GoldenCase]

    /// The cases whose names begin with `prefix`; it is an error if there are none.
    static func cases(_ prefix: String) throws -> [GoldenCase] {
        let url = try #require(
            Bundle.module.url(forResource: "evaluation", withExtension: "json", subdirectory: "Goldens"),
            "there is no golden file; run Scripts/goldens/evaluation.py")
        let cases = try JSONDecoder().decode(GoldenFile.self, from: Data(contentsOf: url)).cases
            .filter { $0.name.hasPrefix(prefix) }
        return try #require(cases.isEmpty ? nil : cases, "the golden file has no cases '\(prefix)'")
    }
}

/// One case: numbers by name, and arrays by name.
struct GoldenCase: Decodable, CustomTestStringConvertible, Sendable {
    struct Array: Decodable {
        let shape: [Int]
        let data: [Double]
    }

    let name: String
    let options: [String: Double]
    let tensors: [String: Array]

    var testDescription: String { name }

    func array(_ name: String) throws -> Array {
        try #require(tensors[name], "the case '\(self.name)' has no array '\(name)'")
    }

    func numbers(_ name: String) throws -> [Double] { try array(name).data }

    func features(_ name: String) throws -> FeatureSet {
        let array = try array(name)
        return try FeatureSet(array.data.map { Float($0) }, dimension: array.shape[1])
    }

    func option(_ name: String) throws -> Double {
        try #require(options[name], "the case '\(self.name)' has no option '\(name)'")
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
