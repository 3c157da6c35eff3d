import SwiftletEvaluation
import SwiftletTensor
import Testing

@Suite("Sets of features")
struct FeatureSetTests {
    @Test("Rows, selections and distances are those of the numbers given")
    func rows() throws {
        let features = try FeatureSet([1, 2, 3, 4, 5, 6], dimension: 2)
        #expect(features.count == 3)
        #expect(Array(features[1]) == [3, 4])
        #expect(features.selecting([2, 0]).values == [5, 6, 1, 2])
        #expect(features.squaredDistance(0, to: features, 2) == 32)
        let context = try ComputeContext(threads: 1)
        #expect(try FeatureSet(Tensor([1, 2, 3, 4, 5, 6], shape: [3, 2], in: context)) == features)
    }

    @Test("What is no set of points is refused")
    func refusals() throws {
        #expect(errorMismatch("5 numbers", "rows of 2") { _ = try FeatureSet([1, 2, 3, 4, 5], dimension: 2) } == nil)
        #expect(errorMismatch("0 numbers") { _ = try FeatureSet([], dimension: 2) } == nil)
        #expect(errorMismatch("rows of 0") { _ = try FeatureSet([1], dimension: 0) } == nil)
        #expect(
            errorMismatch("feature 1 of row 1", "nan") { _ = try FeatureSet([1, 2, 3, .nan], dimension: 2) } == nil)
        #expect(errorMismatch("row 0", "inf") { _ = try FeatureSet([1, .infinity], dimension: 2) } == nil)
        let vector = Tensor([1, 2], in: try ComputeContext(threads: 1))
        #expect(errorMismatch("[count, dimension]", "[2]") { _ = try FeatureSet(vector) } == nil)
    }
}
