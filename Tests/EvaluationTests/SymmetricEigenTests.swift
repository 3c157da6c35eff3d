import Foundation
import SwiftletEvaluation
import SwiftletTensor
import TestSupport
import Testing

@Suite("Eigenvalues of symmetric matrices")
struct SymmetricEigenTests {
    @Test("Values and oriented vectors are NumPy's", arguments: try GoldenFile.cases("eigen"))
    func goldens(_ golden: GoldenCase) throws {
        let matrix = try golden.numbers("matrix")
        let values = try golden.numbers("values")
        let eigen = try SymmetricEigen(matrix, size: values.count)
        #expect(relativeError(eigen.values, values) < 1e-14)
        #expect(relativeError(try SymmetricEigen.values(of: matrix, size: values.count), values) < 1e-14)
        let vectors = try golden.numbers("vectors")
        // A vector is known by the precision of the values over the gap to the next one.
        let gap = zip(values, values.dropFirst()).prefix(vectors.count / values.count).map { $0 - $1 }.min() ?? 1
        #expect(relativeError(eigen.vectors.prefix(vectors.count), vectors) < 1e-14 * values[0] / gap)
    }

    /// How far V^T diag(values) V is from the matrix and V V^T from 1, relative to the largest number of the matrix.
    private func residuals(_ matrix: [Double], _ eigen: SymmetricEigen) -> (matrix: Double, identity: Double) {
        let n = eigen.size
        var rebuilt = [Double](repeating: 0, count: n * n)
        var gram = rebuilt
        for i in 0..<n {
            for j in 0..<n {
                for k in 0..<n {
                    rebuilt[i * n + j] += eigen.vectors[k * n + i] * eigen.values[k] * eigen.vectors[k * n + j]
                    gram[i * n + j] += eigen.vectors[i * n + k] * eigen.vectors[j * n + k]
                }
            }
        }
        let identity = (0..<n * n).map { $0 / n == $0 % n ? 1.0 : 0 }
        return (relativeError(rebuilt, matrix), relativeError(gram, identity))
    }

    @Test("A random matrix comes back from its parts", arguments: [3, 20, 50])
    func reconstruction(size: Int) throws {
        var random = RandomStream(seed: UInt64(size))
        var matrix = [Double](repeating: 0, count: size * size)
        for row in 0..<size {
            for column in 0...row {
                matrix[row * size + column] = Double(random.normal())
                matrix[column * size + row] = matrix[row * size + column]
            }
        }
        let (rebuilt, identity) = residuals(matrix, try SymmetricEigen(matrix, size: size))
        #expect(rebuilt < 1e-13)
        #expect(identity < 1e-13)
    }

    @Test("Diagonal, constant, zero and tiny matrices, and one of huge numbers")
    func special() throws {
        let diagonal = try SymmetricEigen([2, 0, 0, 0, -1, 0, 0, 0, 5], size: 3)
        #expect(diagonal.values == [5, 2, -1])
        #expect(diagonal.vectors == [0, 0, 1, 1, 0, 0, 0, 1, 0])
        let constant = try SymmetricEigen([Double](repeating: 3, count: 16), size: 4)
        #expect(relativeError(constant.values, [12, 0, 0, 0]) < 1e-15)
        #expect(relativeError(constant.vector(0), [0.5, 0.5, 0.5, 0.5]) < 1e-15)
        #expect(try SymmetricEigen([0, 0, 0, 0], size: 2).values == [0, 0])
        #expect(try SymmetricEigen([-7], size: 1).values == [-7])
        for scale in [1e-290, 1e290] {
            let values = try SymmetricEigen([2 * scale, scale, scale, 2 * scale], size: 2).values
            #expect(relativeError(values.map { $0 / scale }, [3, 1]) < 1e-15)
        }
    }

    @Test("Second differences have the eigenvalues 2 - 2 cos(k pi / (n + 1))")
    func closedForm() throws {
        let n = 30
        let matrix = (0..<n * n).map { index in
            index / n == index % n ? 2.0 : abs(index / n - index % n) == 1 ? -1 : 0
        }
        let eigen = try SymmetricEigen(matrix, size: n)
        let expected = (1...n).reversed().map { 2 - 2 * Foundation.cos(Double($0) * .pi / Double(n + 1)) }
        #expect(relativeError(eigen.values, expected) < 1e-14)
    }

    @Test("The eigenvalues of a covariance of few points separate, though nearly all of them are 0")
    func missingRank() throws {
        let (points, dimensions) = (5, 60)
        for seed: UInt64 in 0..<40 {
            var random = RandomStream(seed: seed)
            // Activations behind a rectifier, of which most are 0 for every point.
            let numbers = (0..<points * dimensions).map { _ in max(0, random.normal() - 2) }
            let covariance = try GaussianMoments(of: FeatureSet(numbers, dimension: dimensions)).covariance
            let values = try SymmetricEigen.values(of: covariance, size: dimensions)
            let trace = (0..<dimensions).reduce(0) { $0 + covariance[$1 * dimensions + $1] }
            #expect(abs(values.reduce(0, +) / trace - 1) < 1e-13)
            #expect(values[(points - 1)...].allSatisfy { abs($0) < 1e-13 * trace })
        }
    }

    @Test(
        "So do those of many features that follow from few: behind the rank are roundings of roundings",
        arguments: [1, 12])
    func fewDirections(directions: Int) throws {
        let (points, dimensions) = (40, 96)
        for seed: UInt64 in 0..<20 {
            var random = RandomStream(seed: seed)
            let map = (0..<directions * dimensions).map { _ in random.normal() }
            let numbers = (0..<points).flatMap { _ in
                let latent = (0..<directions).map { _ in random.normal() }
                return (0..<dimensions).map { feature in
                    latent.indices.reduce(Float(0)) { $0 + latent[$1] * map[$1 * dimensions + feature] }
                }
            }
            let covariance = try GaussianMoments(of: FeatureSet(numbers, dimension: dimensions)).covariance
            let eigen = try SymmetricEigen(covariance, size: dimensions)
            if seed == 0 {
                let errors = residuals(covariance, eigen)
                #expect(errors.matrix < 1e-13 && errors.identity < 1e-13)
            }
            // Numbers of single precision are off by some 1e-7, their covariances by the square.
            #expect(eigen.values[directions...].allSatisfy { abs($0) < 1e-12 * eigen.values[0] })
        }
    }

    @Test("What is above the diagonal is not read")
    func lowerTriangle() throws {
        #expect(try SymmetricEigen([2, .zero, 1, 2], size: 2).values == SymmetricEigen([2, 1, 1, 2], size: 2).values)
    }

    @Test("What has no eigenvalues is refused")
    func refusals() {
        #expect(errorMismatch("3 numbers", "2 rows") { _ = try SymmetricEigen([1, 2, 3], size: 2) } == nil)
        #expect(errorMismatch("0 rows") { _ = try SymmetricEigen([], size: 0) } == nil)
        #expect(errorMismatch("not finite") { _ = try SymmetricEigen([1, .nan, .nan, 1], size: 2) } == nil)
    }
}
