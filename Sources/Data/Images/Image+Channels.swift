import SwiftletTensor

extension Image {
    /// The picture in grey (1) or RGB (3). Grey is the luma of ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B, rounded.
    public func converted(toChannels newChannels: Int) -> Image {
        require(newChannels == 1 || newChannels == 3, "an image has 1 or 3 channels, not \(newChannels)")
        if newChannels == channels { return self }
        let count = width * height
        let converted = [UInt8](unsafeUninitializedCapacity: count * newChannels) { result, filled in
            pixels.withUnsafeBufferPointer { pixels in
                for pixel in 0..<count {
                    if newChannels == 3 {
                        for channel in 0..<3 { result[3 * pixel + channel] = pixels[pixel] }
                    } else {
                        let red = 299 * Int(pixels[3 * pixel])
                        let green = 587 * Int(pixels[3 * pixel + 1])
                        let blue = 114 * Int(pixels[3 * pixel + 2])
                        result[pixel] = UInt8((red + green + blue + 500) / 1000)
                    }
                }
            }
            filled = count * newChannels
        }
        return Image(width: width, height: height, channels: newChannels, pixels: converted)
    }
}
