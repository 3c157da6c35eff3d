import SwiftletEvaluation
import SwiftletNN
import SwiftletTensor

/// A linear map after which pictures of one person scatter around their mean alike in all directions, and the mean of all
/// people is 0: within-class covariance normalisation (Hatch, Kajarekar and Stolcke 2006).
///
/// Directions in which one person's pictures differ (light, pose) then count less, those in which only people differ
/// count more; and around 0, angles tell people apart. From the within-person covariance S = 1/n sum (x - m_person)
/// (x - m_person)^T with its eigenvectors u_i and eigenvalues s_i, the map is y_i = u_i . (x - m) / sqrt(s_i + r s), where s is
/// the mean eigenvalue and r the regularisation.
struct WithinPersonWhitening {
    private let mean: [Double]
    /// Rows of the map, dimension x dimension.
    private let rows: [Double]

    /// The map for features whose rows show the people that `labels` number. Throws `EvaluationError`.
    init(_ features: FeatureSet, labels: [Int32], regularization: Double) throws {
        let dimension = features.dimension
        var sums = [Int32: (count: Int, total: [Double])]()
        for (row, label) in labels.enumerated() {
            var entry = sums[label] ?? (0, [Double](repeating: 0, count: dimension))
            entry.count += 1
            for (index, value) in features[row].enumerated() { entry.total[index] += Double(value) }
            sums[label] = entry
        }
        let means = sums.mapValues { entry in entry.total.map { $0 / Double(entry.count) } }
        // Every person counts alike, in an order that does not depend on hashing.
        mean = (0..<dimension).map { index in
            means.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value[index] } / Double(means.count)
        }
        var covariance = [Double](repeating: 0, count: dimension * dimension)
        for (row, label) in labels.enumerated() {
            let deviation = zip(features[row], means[label] ?? []).map { Double($0) - $1 }
            Self.add(deviation, over: Double(labels.count), to: &covariance)
        }
        let eigen = try SymmetricEigen(covariance, size: dimension)
        let average = eigen.values.reduce(0, +) / Double(dimension)
        rows = eigen.values.indices.flatMap { index in
            let scale = 1 / max(max(eigen.values[index], 0) + regularization * average, 1e-30).squareRoot()
            return eigen.vector(index).map { $0 * scale }
        }
    }

    /// Adds the products of a deviation's numbers over a count, on and below the diagonal. Of thousands of images this is the
    /// longest part of the whitening, so nothing is checked in the loop and the compiler makes vectors of it.
    private static func add(_ deviation: [Double], over count: Double, to covariance: inout [Double]) {
        deviation.withUnsafeBufferPointer { deviation in
            covariance.withUnsafeMutableBufferPointer { covariance in
                for row in 0..<deviation.count {
                    let (factor, start) = (deviation[row], row * deviation.count)
                    for column in 0..<row + 1 { covariance[start + column] += factor * deviation[column] / count }
                }
            }
        }
    }

    /// Makes the map part of the layer whose outputs the features are: W becomes A W, b becomes A (b - mean).
    func fold(into layer: Linear) {
        guard let bias = layer.bias else { preconditionFailure("a head without a bias cannot be centred") }
        let (outputs, inputs) = (layer.weight.value.shape[0], layer.weight.value.shape[1])
        let context = layer.weight.value.context
        let weight = layer.weight.value.elements
        let centred = zip(bias.value.elements, mean).map { Double($0) - $1 }
        var mapped = [Double](repeating: 0, count: outputs * inputs)
        var offset = [Float](repeating: 0, count: outputs)
        for row in 0..<outputs {
            for index in 0..<outputs {
                let factor = rows[row * outputs + index]
                for column in 0..<inputs {
                    mapped[row * inputs + column] += factor * Double(weight[index * inputs + column])
                }
            }
            offset[row] = Float((0..<outputs).reduce(0) { $0 + rows[row * outputs + $1] * centred[$1] })
        }
        layer.weight.value = Tensor(mapped.map { Float($0) }, shape: layer.weight.value.shape, in: context)
        bias.value = Tensor(offset, in: context)
    }
}
