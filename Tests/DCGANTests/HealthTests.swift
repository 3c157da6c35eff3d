import SwiftletData
import SwiftletTensor
import Testing

@testable import DCGANExperiment

@Suite("Collapse and saturation are named")
struct HealthTests {
    private let context: ComputeContext
    private let real: PictureDistances

    init() throws {
        context = try ComputeContext(threads: 1)
        real = PictureDistances(SmallPictures.blocks(64), in: context)
    }

    private func variety(_ pictures: ImageSet) -> Variety {
        Variety(generated: PictureDistances(pictures, in: context), real: real)
    }

    @Test("Distances are those that a pair of pictures has")
    func distances() {
        let pictures = [[0, 0, 0, 0], [0, 255, 0, 0], [255, 255, 0, 0]].map {
            Image(width: 2, height: 2, channels: 1, pixels: $0)
        }
        let distances = PictureDistances(ImageSet(images: pictures), in: context)
        // Values are -1 and 1: squared distances are 4, 4 and 8.
        #expect(abs(distances.mean - (16.0 / 3).squareRoot()) < 1e-6)
        #expect(abs(distances.nearest - 2) < 1e-6)
    }

    @Test("Pictures as different as the real ones raise no warning")
    func healthy() {
        var health = TrainingHealth()
        var told = [health.record(variety(SmallPictures.blocks(64)), epoch: 1)]
        for step in 0..<1000 {
            let output = Float(0.5) + 0.4 * Float(step % 2)
            told.append(health.record(realOutput: output, generatedOutput: 1 - output))
        }
        #expect(told.compactMap { $0 }.isEmpty)
        #expect(health.warnings.isEmpty)
    }

    @Test("One picture whatever the noise is a collapse")
    func collapse() {
        let one = SmallPictures.blocks(1)
        let same = ImageSet(images: (0..<64).map { _ in one[0] })
        var health = TrainingHealth()
        let warning = health.record(variety(same), epoch: 3)
        #expect(warning == .collapse(epoch: 3, share: 0))
        #expect(warning?.sentence.hasPrefix("Collapse in epoch 3") == true)
        // Each kind is told once.
        let second = health.record(variety(same), epoch: 4)
        #expect(second == nil)
    }

    @Test("A few pictures over and over are a partial collapse, although two of them differ")
    func partialCollapse() throws {
        let few = SmallPictures.blocks(4)
        let repeated = ImageSet(images: (0..<64).map { few[$0 % 4] })
        let variety = variety(repeated)
        #expect(variety.distanceShare > TrainingHealth.leastShare)
        var health = TrainingHealth()
        let warning = health.record(variety, epoch: 2)
        #expect(warning == .partialCollapse(epoch: 2, share: 0))
    }

    @Test("Outputs at 1 and 0 for many steps on end are a saturation, and not before")
    func saturation() {
        var health = TrainingHealth()
        // A step in between begins the count anew.
        let outputs = [Float](repeating: 0.999, count: TrainingHealth.patience - 1)
        let early = (outputs + [0.9] + outputs).compactMap { health.record(realOutput: $0, generatedOutput: 0.001) }
        #expect(early.isEmpty)
        let warning = health.record(realOutput: 0.999, generatedOutput: 0.001)
        #expect(warning == .discriminatorSaturated(step: 2 * TrainingHealth.patience))
    }

    @Test("The same sure verdict on everything is named as well", arguments: [Float(0.001), 0.999])
    func stuck(output: Float) {
        var health = TrainingHealth()
        let warnings = (0..<300).compactMap { _ in health.record(realOutput: output, generatedOutput: output) }
        #expect(warnings == [.discriminatorStuck(step: TrainingHealth.patience)])
    }
}
