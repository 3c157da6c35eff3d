import SwiftletData

/// How pictures come to the size of the networks, and back.
struct PictureFitting: Equatable {
    /// Height and width that the networks work on.
    let size: Int

    /// Widest margin that is filled with black instead of enlarging a picture: 28 × 28 to 32 × 32.
    private static let widestMargin = 2

    /// A picture of `size` × `size`: with a black margin around it, or resized to just cover the size and cut to it around
    /// its centre.
    func fitted(_ image: Image) -> Image {
        guard let margin = margin(of: image.width, image.height), margin > 0 else {
            return image.fitted(width: size, height: size)
        }
        var pixels = [UInt8](repeating: 0, count: size * size * image.channels)
        let rowLength = image.width * image.channels
        for row in 0..<image.height {
            let start = ((row + margin) * size + margin) * image.channels
            pixels.replaceSubrange(
                start..<start + rowLength, with: image.pixels[row * rowLength..<(row + 1) * rowLength])
        }
        return Image(width: size, height: size, channels: image.channels, pixels: pixels)
    }

    /// A picture of `size` × `size` in the size that it had before it was fitted, for a network that judges pictures of that
    /// size: without the margin, or resized.
    func restored(_ image: Image, width: Int, height: Int) -> Image {
        guard let margin = margin(of: width, height), margin > 0 else {
            return image.fitted(width: width, height: height)
        }
        return image.centerCropped(width: width, height: height)
    }

    /// All pictures of a set, fitted.
    func fitted(_ set: ImageSet) -> ImageSet {
        set.width == size && set.height == size ? set : Self.map(set, fitted)
    }

    /// All pictures of a set, restored.
    func restored(_ set: ImageSet, width: Int, height: Int) -> ImageSet {
        set.width == width && set.height == height ? set : Self.map(set) { restored($0, width: width, height: height) }
    }

    private static func map(_ set: ImageSet, _ transform: (Image) -> Image) -> ImageSet {
        ImageSet(images: (0..<set.count).map { transform(set[$0]) }, labels: set.labels, classNames: set.classNames)
    }

    /// The width of the black margin around a square picture that is a little smaller; nil if there is none.
    private func margin(of width: Int, _ height: Int) -> Int? {
        guard width == height, (size - width).isMultiple(of: 2), 0...Self.widestMargin ~= (size - width) / 2 else {
            return nil
        }
        return (size - width) / 2
    }
}
