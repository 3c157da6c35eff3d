import SwiftletData
import SwiftletTensor

/// How much pictures differ from each other.
struct PictureDistances: Equatable {
    /// Root of the mean squared distance between two of them.
    let mean: Double
    /// Mean distance of a picture to its nearest other one.
    let nearest: Double

    /// Euclidean distances between pictures of values -1...1; there must be at least two.
    init(_ pictures: ImageSet, in context: ComputeContext) {
        let count = pictures.count
        precondition(count > 1, "a single picture has no distances")
        let values = Tensor(
            pictures.values(of: Array(0..<count), scale: Generator.scale), shape: [count, pictures.valuesPerImage],
            in: context)
        let products = values.matmul(values, transposingOther: true).elements
        var sum = 0.0
        var nearestSum = 0.0
        for row in 0..<count {
            var nearest = Double.infinity
            for column in 0..<count where column != row {
                let squares = Double(products[row * count + row]) + Double(products[column * count + column])
                let squared = max(squares - 2 * Double(products[row * count + column]), 0)
                sum += squared
                nearest = min(nearest, squared)
            }
            nearestSum += nearest.squareRoot()
        }
        mean = (sum / Double(count * (count - 1))).squareRoot()
        nearest = nearestSum / Double(count)
    }
}

/// How much generated pictures differ from each other, beside as many real ones.
struct Variety: Equatable {
    /// Root of the mean squared distance of two generated pictures, over that of real ones.
    let distanceShare: Double
    /// Mean distance of a generated picture to its nearest other one, over that of real ones.
    let neighborShare: Double

    init(generated: PictureDistances, real: PictureDistances) {
        distanceShare = real.mean > 0 ? generated.mean / real.mean : 1
        neighborShare = real.nearest > 0 ? generated.nearest / real.nearest : 1
    }
}
