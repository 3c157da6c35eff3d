import SwiftletEvaluation
import SwiftletNN
import SwiftletTensor
import Testing

@testable import SiameseExperiment

@Suite("Within-person whitening")
struct WithinPersonWhiteningTests {
    private let dimension = 3

    /// 40 pictures each of 5 people, who differ and scatter most along the first axis.
    private func inputs(_ context: ComputeContext) -> (values: Tensor, labels: [Int32]) {
        var random = RandomStream(seed: 3)
        var values: [Float] = []
        var labels: [Int32] = []
        for person in 0..<5 {
            let center = [5 * random.normal(), random.normal(), 2 + random.normal(), 1]
            for _ in 0..<40 {
                let noise = [4 * random.normal(), random.normal(), 0.5 * random.normal(), 0]
                values += zip(center, noise).map { $0 + $1 }
                labels.append(Int32(person))
            }
        }
        return (Tensor(values, shape: [200, 4], in: context), labels)
    }

    @Test("Folded into a layer, it centres its outputs and makes the scatter within people alike in all directions")
    func folding() throws {
        let context = try ComputeContext(threads: 1)
        let layer = try Linear(4, dimension).initialized(seed: 1, in: context)
        let (values, labels) = inputs(context)
        func outputs() throws -> FeatureSet { try FeatureSet(layer(values)) }
        let before = try outputs()
        try WithinPersonWhitening(before, labels: labels, regularization: 1e-9).fold(into: layer)
        let after = try outputs()

        var covariance = [Double](repeating: 0, count: dimension * dimension)
        var total = [Double](repeating: 0, count: dimension)
        for person in 0..<5 {
            let rows = (0..<40).map { after[person * 40 + $0].map(Double.init) }
            let mean = (0..<dimension).map { index in rows.reduce(0) { $0 + $1[index] } / 40 }
            for index in 0..<dimension { total[index] += mean[index] / 5 }
            for row in rows {
                for i in 0..<dimension {
                    for j in 0..<dimension {
                        covariance[i * dimension + j] += (row[i] - mean[i]) * (row[j] - mean[j]) / 200
                    }
                }
            }
        }
        for i in 0..<dimension {
            #expect(abs(total[i]) < 1e-3)
            for j in 0..<dimension { #expect(abs(covariance[i * dimension + j] - (i == j ? 1 : 0)) < 1e-3) }
        }
    }

    @Test("Much regularisation leaves the directions as they are, but for their common scale")
    func regularization() throws {
        let context = try ComputeContext(threads: 1)
        let layer = try Linear(4, dimension).initialized(seed: 1, in: context)
        let (values, labels) = inputs(context)
        func distances() throws -> [Double] {
            let features = try FeatureSet(layer(values))
            return (1..<20).map { features.squaredDistance(0, to: features, $0).squareRoot() }
        }
        let before = try distances()
        let features = try FeatureSet(layer(values))
        try WithinPersonWhitening(features, labels: labels, regularization: 1e6).fold(into: layer)
        let ratios = zip(try distances(), before).map { $0 / $1 }
        for ratio in ratios { #expect(abs(ratio / ratios[0] - 1) < 1e-3) }
    }
}
