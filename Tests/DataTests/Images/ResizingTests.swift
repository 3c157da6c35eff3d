import Testing

@testable import SwiftletData

@Suite struct ResizingTests {
    func random(_ width: Int, _ height: Int, _ channels: Int, seed: UInt64 = 8) -> Image {
        var random = XorShift(seed: seed)
        return Image(
            width: width, height: height, channels: channels,
            pixels: (0..<width * height * channels).map { _ in UInt8.random(in: 0...255, using: &random) })
    }

    /// The definition: the mean of the old picture over the area that a new pixel covers.
    func areaMean(_ image: Image, _ newWidth: Int, _ newHeight: Int, _ x: Int, _ y: Int, _ channel: Int) -> Double {
        let (stepX, stepY) = (Double(image.width) / Double(newWidth), Double(image.height) / Double(newHeight))
        var (sum, area) = (0.0, 0.0)
        for row in 0..<image.height {
            for column in 0..<image.width {
                let overlapX = min(Double(x + 1) * stepX, Double(column + 1)) - max(Double(x) * stepX, Double(column))
                let overlapY = min(Double(y + 1) * stepY, Double(row + 1)) - max(Double(y) * stepY, Double(row))
                guard overlapX > 0, overlapY > 0 else { continue }
                let value = image.pixels[(row * image.width + column) * image.channels + channel]
                sum += overlapX * overlapY * Double(value)
                area += overlapX * overlapY
            }
        }
        return sum / area
    }

    @Test(arguments: [(10, 8), (7, 5), (3, 3), (1, 1), (12, 2)])
    func shrinkingAveragesAreas(width: Int, height: Int) {
        let image = random(13, 9, 3)
        let small = image.resized(width: width, height: height)
        #expect(small.width == width && small.height == height && small.channels == 3)
        for y in 0..<height {
            for x in 0..<width {
                for channel in 0..<3 {
                    let exact = areaMean(image, width, height, x, y, channel)
                    let value = Double(small.pixels[(y * width + x) * 3 + channel])
                    #expect(abs(value - exact) <= 0.501, "\(x), \(y)")
                }
            }
        }
    }

    @Test func halving() {
        let image = Image(width: 4, height: 2, channels: 1, pixels: [0, 2, 10, 20, 4, 6, 30, 41])
        #expect(image.resized(width: 2, height: 1).pixels == [3, 25])
        #expect(image.resized(width: 4, height: 2) == image)
    }

    /// Centres at half numbers: doubling a line puts the new centres a quarter before and behind the old ones.
    @Test func enlargingInterpolates() {
        let line = Image(width: 3, height: 1, channels: 1, pixels: [0, 100, 40])
        #expect(line.resized(width: 6, height: 1).pixels == [0, 25, 75, 85, 55, 40])
        let column = Image(width: 1, height: 2, channels: 3, pixels: [0, 8, 16, 100, 8, 0])
        #expect(
            column.resized(width: 1, height: 4).pixels == [0, 8, 16, 25, 8, 12, 75, 8, 4, 100, 8, 0])
        #expect(
            Image(width: 1, height: 1, channels: 1, filling: 9).resized(width: 3, height: 2).pixels
                == [UInt8](repeating: 9, count: 6))
    }

    /// One side shrinks while the other grows; flat stays flat, to the last bit.
    @Test(arguments: [(5, 20), (20, 5), (1, 50), (11, 12)])
    func flatStaysFlat(width: Int, height: Int) {
        for level in [0, 1, 127, 254, 255] as [UInt8] {
            let image = Image(width: 11, height: 12, channels: 3, filling: level)
            #expect(image.resized(width: width, height: height).pixels.allSatisfy { $0 == level })
        }
    }

    @Test func cropping() {
        let image = Image(width: 5, height: 3, channels: 1, pixels: (0..<15).map { UInt8($0) })
        #expect(image.centerCropped(to: 3).pixels == [1, 2, 3, 6, 7, 8, 11, 12, 13])
        #expect(image.centerCropped(width: 2, height: 2).pixels == [1, 2, 6, 7])
        #expect(image.centerCropped(width: 5, height: 3) == image)
        let color = Image(width: 3, height: 1, channels: 3, pixels: (0..<9).map { UInt8($0) })
        #expect(color.centerCropped(to: 1).pixels == [3, 4, 5])
    }

    /// The middle in the proportions asked for; where that is whole pixels, it is a crop and then a change of size.
    @Test(arguments: [(100, 50, 10, 10, 50, 50), (30, 90, 20, 40, 30, 60), (7, 9, 14, 6, 7, 3), (64, 64, 8, 8, 64, 64)])
    func fitting(width: Int, height: Int, newWidth: Int, newHeight: Int, partWidth: Int, partHeight: Int) {
        let image = random(width, height, 3)
        let exact = image.centerCropped(width: partWidth, height: partHeight).resized(
            width: newWidth, height: newHeight)
        let fitted = image.fitted(width: newWidth, height: newHeight)
        #expect(fitted.width == newWidth && fitted.height == newHeight)
        // Where pixels are interpolated, those at the border have neighbours beyond it.
        if newWidth < partWidth {
            #expect(zip(fitted.pixels, exact.pixels).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
        }
    }

    /// A step in the middle stays there, also if half a pixel has to be cut off.
    @Test(arguments: [(40, 20), (41, 20), (40, 21)]) func fittingKeepsTheCentre(width: Int, height: Int) {
        let step = Image(
            width: width, height: height, channels: 1,
            pixels: (0..<width * height).map { $0 % width < width / 2 ? 0 : $0 % width >= (width + 1) / 2 ? 200 : 100 })
        let fitted = step.fitted(width: 10, height: 10).pixels.prefix(10)
        #expect(fitted.prefix(4) == [0, 0, 0, 0] && fitted.suffix(4) == [200, 200, 200, 200])
        #expect(abs(Int(fitted[4]) + Int(fitted[5]) - 200) <= 1)
    }

    /// The steps on the way do not multiply a length of millions by a width of hundreds.
    @Test func longAndThin() {
        let line = Image(width: 1, height: 3_000_000, channels: 1, filling: 7)
        #expect(line.resized(width: 200, height: 2).pixels == [UInt8](repeating: 7, count: 400))
        #expect(line.fitted(width: 200, height: 200).pixels == [UInt8](repeating: 7, count: 40_000))
    }

    @Test func channels() {
        let color = Image(width: 4, height: 1, channels: 3, pixels: [255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30])
        #expect(color.converted(toChannels: 1).pixels == [76, 150, 29, 18])
        let grey = Image(width: 256, height: 1, channels: 1, pixels: (0...255).map { UInt8($0) })
        #expect(grey.converted(toChannels: 3).converted(toChannels: 1) == grey)
        #expect(grey.converted(toChannels: 3).pixels.suffix(4) == [254, 255, 255, 255])
        #expect(color.converted(toChannels: 3) == color)
    }
}
