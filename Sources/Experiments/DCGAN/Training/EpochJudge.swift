import SwiftletData
import SwiftletTensor

/// What is drawn after each epoch from noise that stays the same, so that epochs can be compared.
struct EpochJudge {
    /// Pictures that are shown, and those whose distances are measured, the shown ones among them.
    static let (shownCount, measuredCount) = (64, 256)

    private let real: PictureDistances
    private let count: Int
    private let random: RandomStream
    private let context: ComputeContext

    /// A judge by the distances between real pictures.
    init(_ pictures: ImageSet, random: RandomStream, in context: ComputeContext) {
        var order = random.child("real")
        count = min(Self.measuredCount, pictures.count)
        real = PictureDistances(
            pictures.selecting(Array(order.permutation(pictures.count).prefix(count))), in: context)
        self.random = random
        self.context = context
    }

    /// The pictures to show, and how much the pictures of the generator differ from each other.
    func judge(_ generator: Generator) -> (samples: ImageSet, variety: Variety) {
        let pictures = generator.pictures(max(count, Self.shownCount), random: random.child("noise"))
        let measured = PictureDistances(pictures.prefix(count), in: context)
        return (pictures.prefix(Self.shownCount), Variety(generated: measured, real: real))
    }
}
