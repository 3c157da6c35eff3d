import SwiftletEvaluation
import SwiftletTensor

/// Normal points, the same ones for a seed.
func normalPoints(
    _ count: Int, _ dimension: Int, seed: UInt64, mean: Float = 0, deviation: Float = 1
) throws -> FeatureSet {
    var random = RandomStream(seed: seed)
    return try FeatureSet(
        (0..<count * dimension).map { _ in mean + deviation * random.normal() }, dimension: dimension)
}

/// Points whose numbers are those of `repeated`, `count` times.
func copies(_ count: Int, of repeated: [Float]) throws -> FeatureSet {
    try FeatureSet((0..<count).flatMap { _ in repeated }, dimension: repeated.count)
}

/// What is wrong with the error of `body`, which should be an `EvaluationError` whose sentence has all these parts; nil if nothing is.
func errorMismatch(_ parts: String..., from body: () throws -> Void) -> String? {
    do {
        try body()
        return "no error was thrown, expected one with \(parts)"
    } catch let error as EvaluationError {
        let missing = parts.filter { !error.description.contains($0) }
        return missing.isEmpty ? nil : "'\(error)' lacks \(missing)"
    } catch {
        return "\(type(of: error)) was thrown: \(error)"
    }
}
