extension Image {
    /// The picture in another size: an average weighted by area where it shrinks, bilinear where it grows.
    ///
    /// Rows and columns are treated apart, each with the one way or the other; pixels are areas, so centres lie at half
    /// numbers, and beyond the border its pixels go on. Values are rounded to the nearest.
    public func resized(width newWidth: Int, height newHeight: Int) -> Image {
        precondition(newWidth > 0 && newHeight > 0, "an image cannot be resized to \(newWidth) x \(newHeight)")
        if newWidth == width && newHeight == height { return self }
        let columns = ResamplingWeights(from: width, to: newWidth)
        let rows = ResamplingWeights(from: height, to: newHeight)
        var narrowed = [Float](repeating: 0, count: height * newWidth * channels)
        narrowed.withUnsafeMutableBufferPointer { narrowed in
            pixels.withUnsafeBufferPointer { pixels in
                for row in 0..<height {
                    let source = UnsafeBufferPointer(
                        rebasing: pixels[row * width * channels..<(row + 1) * width * channels])
                    let start = row * newWidth * channels
                    columns.apply(to: source, stride: channels, count: channels) { narrowed[start + $0] = $1 }
                }
            }
        }
        return narrowed.withUnsafeBufferPointer { narrowed in
            let pixels = [UInt8](unsafeUninitializedCapacity: newHeight * newWidth * channels) { result, filled in
                let rowSize = newWidth * channels
                rows.apply(to: narrowed, stride: rowSize, count: rowSize) {
                    result[$0] = UInt8(min(max($1.rounded(), 0), 255))
                }
                filled = newHeight * rowSize
            }
            return Image(width: newWidth, height: newHeight, channels: channels, pixels: pixels)
        }
    }

    /// The picture in the size that just covers the given one with the sides in proportion, cut to it around the centre.
    public func fitted(width newWidth: Int, height newHeight: Int) -> Image {
        let factor = max(Double(newWidth) / Double(width), Double(newHeight) / Double(height))
        return resized(
            width: max(newWidth, Int((Double(width) * factor).rounded())),
            height: max(newHeight, Int((Double(height) * factor).rounded()))
        ).centerCropped(width: newWidth, height: newHeight)
    }

    /// The middle of the picture; of an odd rest, the smaller half is cut off to the left and above.
    public func centerCropped(width newWidth: Int, height newHeight: Int) -> Image {
        precondition(
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
