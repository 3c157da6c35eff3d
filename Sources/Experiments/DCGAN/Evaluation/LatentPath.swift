import Foundation
import SwiftletTensor

/// Paths between points of the noise.
enum LatentPath {
    /// The points on the great circle from `start` to `end`, with lengths that change evenly (White 2016): points of the
    /// normal distribution lie near a sphere, and a straight line would lead through its middle, where noise never is.
    ///
    /// With the angle ω between the two: sin((1 − t)ω) / sin ω · start + sin(tω) / sin ω · end for t from 0 to 1, each of unit
    /// length, times (1 − t)|start| + t|end|. There are at least two points.
    static func spherical(from start: [Float], to end: [Float], steps: Int) -> [[Float]] {
        let lengths = (length(start), length(end))
        let cosine = zip(start, end).reduce(0) { $0 + Double($1.0) * Double($1.1) } / (lengths.0 * lengths.1)
        let angle = acos(min(max(cosine, -1), 1))
        return (0..<steps).map { step in
            let share = Double(step) / Double(steps - 1)
            // Between parallel points every weight is that of the straight line.
            let isStraight = sin(angle) < 1e-6
            let weights =
                isStraight
                ? (1 - share, share) : (sin((1 - share) * angle) / sin(angle), sin(share * angle) / sin(angle))
            let radius = (1 - share) * lengths.0 + share * lengths.1
            return zip(start, end).map { first, second in
                Float(radius * (weights.0 * Double(first) / lengths.0 + weights.1 * Double(second) / lengths.1))
            }
        }
    }

    /// The points of a path for each two rows of `ends` [2 * paths, latent size]: [paths * steps, latent size].
    static func points(between ends: Tensor, steps: Int) -> Tensor {
        let width = ends.shape[1]
        let values = ends.elements
        func row(_ index: Int) -> [Float] { Array(values[index * width..<(index + 1) * width]) }
        let points = stride(from: 0, to: ends.shape[0], by: 2).flatMap {
            spherical(from: row($0), to: row($0 + 1), steps: steps).flatMap { $0 }
        }
        return Tensor(points, shape: [points.count / width, width], in: ends.context)
    }

    private static func length(_ vector: [Float]) -> Double {
        vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
}
