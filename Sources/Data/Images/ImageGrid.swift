import SwiftletTensor

/// Lays pictures of one size out in rows and columns.
public struct ImageGrid: Sendable {
    /// Pictures a row.
    public var columns: Int
    /// Pixels between two pictures, and around all of them.
    public var gap: Int
    /// Grey level of the gaps and of cells without a picture.
    public var background: UInt8
    /// How many times as wide and as high each pixel of a picture becomes.
    public var scale: Int

    /// A grid of at least one column; gaps are not enlarged by `scale`, which is at least 1.
    public init(columns: Int, gap: Int = 2, background: UInt8 = 255, scale: Int = 1) {
        require(
            columns > 0 && gap >= 0 && scale > 0, "a grid cannot have \(columns) columns, gap \(gap), scale \(scale)")
        self.columns = columns
        self.gap = gap
        self.background = background
        self.scale = scale
    }

    /// The pictures row by row, in as many rows as they need. There must be at least one, and all must have one size; if
    /// some are RGB, all become so.
    public func image(of images: [Image]) -> Image {
        guard let first = images.first else { fatalError("a grid needs an image") }
        let channels = images.contains { $0.channels == 3 } ? 3 : 1
        let rows = (images.count + columns - 1) / columns
        let cell = (width: first.width * scale + gap, height: first.height * scale + gap)
        let width = columns * cell.width + gap
        let height = rows * cell.height + gap
        var pixels = [UInt8](repeating: background, count: width * height * channels)
        for (number, image) in images.enumerated() {
            require(
                image.width == first.width && image.height == first.height, "the images of a grid must have one size")
            let tile = image.converted(toChannels: channels).enlarged(scale)
            let left = gap + number % columns * cell.width
            let top = gap + number / columns * cell.height
            for row in 0..<tile.height {
                let source = row * tile.width * channels
                let target = ((top + row) * width + left) * channels
                let size = tile.width * channels
                pixels.replaceSubrange(target..<target + size, with: tile.pixels[source..<source + size])
            }
        }
        return Image(width: width, height: height, channels: channels, pixels: pixels)
    }
}

extension Image {
    /// The picture with every pixel as a square of `scale` x `scale` equal ones.
    public func enlarged(_ scale: Int) -> Image {
        require(scale > 0, "an image cannot be enlarged \(scale) times")
        if scale == 1 { return self }
        var enlarged: [UInt8] = []
        enlarged.reserveCapacity(pixels.count * scale * scale)
        for row in 0..<height {
            var line: [UInt8] = []
            for column in 0..<width {
                let start = (row * width + column) * channels
                for _ in 0..<scale { line += pixels[start..<start + channels] }
            }
            for _ in 0..<scale { enlarged += line }
        }
        return Image(width: width * scale, height: height * scale, channels: channels, pixels: enlarged)
    }
}
