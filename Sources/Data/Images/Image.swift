import SwiftletTensor

/// A picture of 8-bit values, grey or RGB.
public struct Image: Equatable, Sendable {
    /// Pixels a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// 1 for grey, 3 for red, green, blue.
    public let channels: Int
    /// Row by row from the top, the channels of a pixel side by side: height x width x channels values.
    public let pixels: [UInt8]

    /// Most pixels of an image that is read from a file; one that claims more is refused before memory is taken for it.
    public static let maximumPixels = 1 << 26

    /// A picture of given pixels, height x width x channels values; channels must be 1 or 3 and no side empty.
    public init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
        require(width > 0 && height > 0, "an image cannot be \(width) x \(height)")
        require(channels == 1 || channels == 3, "an image has 1 or 3 channels, not \(channels)")
        require(
            pixels.count == width * height * channels,
            "\(pixels.count) values for an image of \(width) x \(height) x \(channels)")
        self.width = width
        self.height = height
        self.channels = channels
        self.pixels = pixels
    }

    /// A picture of one grey level.
    public init(width: Int, height: Int, channels: Int = 1, filling value: UInt8) {
        self.init(
            width: width, height: height, channels: channels,
            pixels: [UInt8](repeating: value, count: width * height * channels))
    }

    /// A picture of planes, channels x height x width values, as a tensor holds them. `scale` is what becomes 0 and 255;
    /// values between are rounded, values outside are clamped, and what is not a number becomes 0.
    public init(width: Int, height: Int, channels: Int, planes: some Collection<Float>, scale: ClosedRange<Float>) {
        require(
            planes.count == width * height * channels,
            "\(planes.count) values for an image of \(width) x \(height) x \(channels)")
        let factor = 255 / (scale.upperBound - scale.lowerBound)
        let levels = planes.map { value in
            let level = ((value - scale.lowerBound) * factor).rounded()
            return level > 0 ? UInt8(min(level, 255)) : 0
        }
        self.init(width: width, height: height, channels: channels, planarPixels: levels)
    }
}
