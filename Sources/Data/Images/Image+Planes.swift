import SwiftletTensor

extension Image {
    /// channels x height x width values: the planes of the channels follow each other.
    public var planarPixels: [UInt8] {
        if channels == 1 { return pixels }
        let area = width * height
        return [UInt8](unsafeUninitializedCapacity: pixels.count) { planes, filled in
            for channel in 0..<channels {
                for position in 0..<area { planes[channel * area + position] = pixels[position * channels + channel] }
            }
            filled = pixels.count
        }
    }

    /// A picture of planes, channels x height x width values.
    public init(width: Int, height: Int, channels: Int, planarPixels planes: some RandomAccessCollection<UInt8>) {
        if channels == 1 {
            self.init(width: width, height: height, channels: channels, pixels: Array(planes))
            return
        }
        let planes = Array(planes)
        let area = width * height
        require(
            planes.count == area * channels, "\(planes.count) values for an image of \(width) x \(height) x \(channels)"
        )
        let pixels = [UInt8](unsafeUninitializedCapacity: planes.count) { pixels, filled in
            for channel in 0..<channels {
                for position in 0..<area { pixels[position * channels + channel] = planes[channel * area + position] }
            }
            filled = planes.count
        }
        self.init(width: width, height: height, channels: channels, pixels: pixels)
    }

    /// channels x height x width values, with 0 and 255 becoming the ends of `scale`.
    public func values(scale: ClosedRange<Float> = 0...1) -> [Float] {
        let levels = Self.values(ofLevelsIn: scale)
        return planarPixels.map { levels[Int($0)] }
    }

    /// The values of the levels 0 to 255; the ends are those of `scale` to the last bit.
    static func values(ofLevelsIn scale: ClosedRange<Float>) -> [Float] {
        let range = scale.upperBound - scale.lowerBound
        return (0...255).map { $0 == 255 ? scale.upperBound : scale.lowerBound + range * (Float($0) / 255) }
    }
}
