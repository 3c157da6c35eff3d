import SwiftletTensor

extension Image {
    /// The picture in another size: an average weighted by area where it shrinks, bilinear where it grows.
    ///
    /// Rows and columns are treated apart, each with the one way or the other; pixels are areas, so centres lie at half
    /// numbers, and beyond the border its pixels go on. Values are rounded to the nearest.
    public func resized(width newWidth: Int, height newHeight: Int) -> Image {
        if newWidth == width && newHeight == height { return self }
        return resampled(
            columns: (0, Double(width)), newWidth: newWidth, rows: (0, Double(height)), newHeight: newHeight)
    }

    /// The largest part around the centre that has the proportions of the given size, in that size.
    public func fitted(width newWidth: Int, height newHeight: Int) -> Image {
        let factor = max(Double(newWidth) / Double(width), Double(newHeight) / Double(height))
        let visible = (width: Double(newWidth) / factor, height: Double(newHeight) / factor)
        return resampled(
            columns: ((Double(width) - visible.width) / 2, visible.width), newWidth: newWidth,
            rows: ((Double(height) - visible.height) / 2, visible.height), newHeight: newHeight)
    }

    private func resampled(
        columns: (start: Double, length: Double), newWidth: Int, rows: (start: Double, length: Double), newHeight: Int
    ) -> Image {
        require(newWidth > 0 && newHeight > 0, "an image cannot be resized to \(newWidth) x \(newHeight)")
        let columns = ResamplingWeights(of: width, from: columns.start, length: columns.length, to: newWidth)
        let rows = ResamplingWeights(of: height, from: rows.start, length: rows.length, to: newHeight)
        let values: [Float]
        // What lies between the two steps must be small for the longest and thinnest pictures too.
        if height * newWidth <= newHeight * width {
            let narrowed = columns.applied(to: pixels, outer: height, inner: channels)
            values = rows.applied(to: narrowed, outer: 1, inner: newWidth * channels)
        } else {
            let lowered = rows.applied(to: pixels, outer: 1, inner: width * channels)
            values = columns.applied(to: lowered, outer: newHeight, inner: channels)
        }
        return Image(
            width: newWidth, height: newHeight, channels: channels,
            pixels: values.map { UInt8(min(max($0.rounded(), 0), 255)) })
    }

    /// The middle of the picture; of an odd rest, the smaller half is cut off to the left and above.
    public func centerCropped(width newWidth: Int, height newHeight: Int) -> Image {
        require(
            (1...width).contains(newWidth) && (1...height).contains(newHeight),
            "\(newWidth) x \(newHeight) cannot be cut from \(width) x \(height)")
        let (left, top) = ((width - newWidth) / 2, (height - newHeight) / 2)
        var cropped: [UInt8] = []
        cropped.reserveCapacity(newWidth * newHeight * channels)
        for row in top..<top + newHeight {
            let start = (row * width + left) * channels
            cropped += pixels[start..<start + newWidth * channels]
        }
        return Image(width: newWidth, height: newHeight, channels: channels, pixels: cropped)
    }

    /// The middle square of the given side.
    public func centerCropped(to side: Int) -> Image { centerCropped(width: side, height: side) }
}
