import SwiftletData
import SwiftletTensor
import Testing

@testable import CVAEExperiment

@Suite("Pictures of what a model learned")
struct SamplePicturesTests {
    private let set = smallPictures(7)

    /// The picture in a cell of a grid with gaps of 2.
    private func cell(_ grid: Image, row: Int, column: Int) -> [UInt8] {
        (0..<8).flatMap { y in
            let start = (2 + row * 10 + y) * grid.width + 2 + column * 10
            return grid.pixels[start..<start + 8]
        }
    }

    @Test("Grids have a row a class; a column of the style grid has one z, a cell of the class grid its own")
    func grids() throws {
        let model = try makeModel()
        let pictures = SamplePictures(model, random: RandomStream(seed: 1))
        let (classes, styles) = (pictures.classGrid, pictures.styleGrid)
        #expect(classes.width == 102 && classes.height == 32 && styles.width == 102 && styles.height == 32)
        let cells = (0..<3).flatMap { row in (0..<10).map { cell(classes, row: row, column: $0) } }
        #expect(Set(cells).count == 30)
        let sampler = PictureSampler(model)
        let z = sampler.priorLatents(10, random: RandomStream(seed: 1).child("style grid"))
        for row in 0..<3 {
            for column in [0, 9] {
                let expected = sampler.pictures(of: [z[column]], labels: [Int32(row)])
                #expect(cell(styles, row: row, column: column) == expected.pixels)
            }
        }
    }

    @Test("Reconstructions lie below what the encoder saw; a last row that is not full is")
    func reconstructions() throws {
        let model = try makeModel(smallModel(.mlp), .static)
        let source = PixelSource.test(set, .static)
        let picture = SamplePictures(model, random: RandomStream(seed: 1)).reconstructions(of: source)
        #expect(picture.width == 72 && picture.height == 22)
        for column in 0..<7 {
            #expect(cell(picture, row: 0, column: column) == source.values(of: [column]).map { UInt8($0 * 255) })
        }
        let made = PictureSampler(model).reconstructions(of: source, [3])
        #expect(cell(picture, row: 1, column: 3) == made.pixels)
    }

    @Test("A walk begins and ends at its ends and keeps the length of z between vectors of one length")
    func walk() {
        let (first, second): ([Float], [Float]) = ([3, 0, 4], [0, 5, 0])
        #expect(SamplePictures.between(first, second, 0) == first)
        for (value, expected) in zip(SamplePictures.between(first, second, 1), second) {
            #expect(abs(value - expected) < 1e-5)
        }
        for share in [Float(0.2), 0.5, 0.9] {
            let point = SamplePictures.between(first, second, share)
            #expect(abs(point.reduce(0) { $0 + $1 * $1 } - 25) < 1e-3)
        }
        // Opposite vectors have no shortest way between them; nothing may become NaN.
        #expect(SamplePictures.between([1, 0], [-1, 0], 0.5).allSatisfy { $0.isFinite })
    }
}
