import SwiftletData
import SwiftletTensor
import Testing

@testable import DCGANExperiment

@Suite("Pictures on the way to the networks and back")
struct PreparationTests {
    private func gradient(_ width: Int, _ height: Int) -> Image {
        Image(
            width: width, height: height, channels: 1,
            pixels: (0..<width * height).map { UInt8(1 + ($0 * 7) % 255) })
    }

    @Test("28 x 28 gets a black margin at 32 x 32, which comes off again")
    func margin() {
        let image = gradient(28, 28)
        let fitting = PictureFitting(size: 32)
        let fitted = fitting.fitted(image)
        #expect(fitted.width == 32 && fitted.height == 32)
        for row in 0..<32 {
            for column in 0..<32 {
                let isMargin = row < 2 || row >= 30 || column < 2 || column >= 30
                let expected = isMargin ? 0 : image.pixels[(row - 2) * 28 + column - 2]
                #expect(fitted.pixels[row * 32 + column] == expected)
            }
        }
        #expect(fitting.restored(fitted, width: 28, height: 28) == image)
    }

    @Test("Other sizes are resized to cover the square, and back")
    func resizing() {
        let fitting = PictureFitting(size: 64)
        let fitted = fitting.fitted(gradient(100, 80))
        #expect(fitted.width == 64 && fitted.height == 64)
        let restored = fitting.restored(fitted, width: 28, height: 28)
        #expect(restored.width == 28 && restored.height == 28)
        #expect(PictureFitting(size: 28).fitted(gradient(28, 28)) == gradient(28, 28))
    }

    @Test("The size of the networks follows from the pictures")
    func sizes() {
        #expect(PictureData.size(for: 28, 28) == 28)
        #expect(PictureData.size(for: 32, 32) == 32)
        #expect(PictureData.size(for: 48, 60) == 32)
        #expect(PictureData.size(for: 92, 112) == 64)
    }

    @Test("An epoch's batches hold each picture once, in an order of seed and epoch")
    func batches() {
        let batcher = PictureBatcher(pictures: SmallPictures.blocks(23), batchSize: 5)
        let random = RandomStream(seed: 1)
        let first = batcher.order(epoch: 1, random: random)
        #expect(first.count == 4 && batcher.batchCount == 4)
        #expect(first.allSatisfy { $0.count == 5 })
        #expect(Set(first.joined()).count == 20)
        #expect(batcher.order(epoch: 1, random: random) == first)
        #expect(batcher.order(epoch: 2, random: random) != first)
        let values = batcher.batch([0]).values
        #expect(values.count == 784)
        #expect(Set(values) == [-1, 1])
    }

    @Test("A path keeps its ends, runs evenly in angle, and does not pass through the middle")
    func sphericalPath() {
        let points = LatentPath.spherical(from: [2, 0], to: [0, 4], steps: 3)
        #expect(points.count == 3)
        for (point, expected) in zip(points, [[2, 0], [2.1213203, 2.1213203], [0, 4]] as [[Float]]) {
            for (value, expected) in zip(point, expected) { #expect(abs(value - expected) < 1e-5) }
        }
        // Parallel points: a straight line.
        #expect(LatentPath.spherical(from: [1, 1], to: [3, 3], steps: 3)[1] == [2, 2])
    }

    @Test("A strip of many epochs shows an even choice, the last among them")
    func spread() {
        #expect(SampleSeries.spread(3, over: 16) == [0, 1, 2])
        #expect(SampleSeries.spread(32, over: 4) == [7, 15, 23, 31])
    }
}
