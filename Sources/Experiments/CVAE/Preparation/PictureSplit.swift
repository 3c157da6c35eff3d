import SwiftletData
import SwiftletTensor

/// Which of the training pictures are trained on and which decide on the best epoch.
public struct PictureSplit: Sendable {
    /// Indices of the pictures that are trained on.
    public let training: [Int]
    /// Indices of the pictures that the best epoch is chosen by.
    public let development: [Int]

    /// The share to set aside of so many pictures that at least one is.
    static func leastShare(_ share: Double, of count: Int) -> Double {
        (share * Double(count)).rounded() >= 1 ? share : 1 / Double(count)
    }

    /// Sets a share of each class aside. Throws `DataError`.
    public init(of set: ImageSet, developmentShare: Double, random: RandomStream) throws {
        let indices = Array(0..<set.count)
        (training, development) = try StratifiedSplit.holdOut(
            share: developmentShare, of: indices, labels: set.labels ?? [], random: random)
    }
}
