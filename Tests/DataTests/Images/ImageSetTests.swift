import Testing

@testable import SwiftletData

@Suite struct ImageSetTests {
    let colors = [
        Image(width: 2, height: 1, channels: 3, pixels: [1, 2, 3, 4, 5, 6]),
        Image(width: 2, height: 1, channels: 3, pixels: [11, 12, 13, 14, 15, 16]),
        Image(width: 2, height: 1, channels: 3, pixels: [255, 0, 51, 204, 102, 153]),
    ]

    @Test func planes() {
        let set = ImageSet(images: colors, labels: [2, 0, 2], classNames: ["a", "b", "c"])
        #expect(set.pixels.prefix(12) == [1, 4, 2, 5, 3, 6, 11, 14, 12, 15, 13, 16])
        #expect((0..<3).map { set[$0] } == colors)
        #expect(set.valuesPerImage == 6 && set.count == 3)
        #expect(set.indices(ofClass: 2) == [0, 2] && set.indices(ofClass: 1) == [])
    }

    @Test func values() {
        let set = ImageSet(images: colors)
        #expect(set.values(of: [2]) == [1, 0.8, 0, 0.4, 0.2, 0.6])
        #expect(set.values(of: [0, 2], scale: -1...1).suffix(6) == colors[2].values(scale: -1...1)[...])
        let signed = set.values(of: [2], scale: -1...1)
        #expect(signed[0] == 1 && signed[2] == -1 && abs(signed[1] - 0.6) < 1e-6)
        let back = Image(width: 2, height: 1, channels: 3, planes: signed, scale: -1...1)
        #expect(back == colors[2])
        #expect(set.values(of: []) == [])
    }

    /// Every level survives the way to floating point and back, in any scale.
    @Test(arguments: [0...1, -1...1, 0...255, -0.3...7] as [ClosedRange<Float>])
    func levelsSurvive(scale: ClosedRange<Float>) {
        let image = Image(width: 16, height: 16, channels: 1, pixels: (0...255).map { UInt8($0) })
        let values = image.values(scale: scale)
        #expect(values.first == scale.lowerBound && values.last == scale.upperBound)
        #expect(Image(width: 16, height: 16, channels: 1, planes: values, scale: scale) == image)
    }

    @Test func whatIsOutsideIsClamped() {
        let image = Image(width: 5, height: 1, channels: 1, planes: [-7, .nan, .infinity, 0.5, 1.01], scale: 0...1)
        #expect(image.pixels == [0, 0, 255, 128, 255])
    }

    @Test func selecting() {
        let set = ImageSet(images: colors, labels: [2, 0, 2], classNames: ["a", "b", "c"])
        let selected = set.selecting([1, 2, 1])
        #expect(selected.labels == [0, 2, 0] && selected.classNames == set.classNames)
        #expect((0..<3).map { selected[$0] } == [colors[1], colors[2], colors[1]])
        #expect(set.prefix(2).count == 2 && set.prefix(9).count == 3 && set.prefix(2).labels == [2, 0])
    }
}
