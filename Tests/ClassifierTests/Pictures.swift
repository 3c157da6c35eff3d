import SwiftletData
import SwiftletTensor

/// Noisy grey or coloured pictures of 8 x 8 with one bright quarter, which is their class: 0 to 3 in turn.
func quarters(_ count: Int, channels: Int = 1, seed: UInt64 = 1) -> ImageSet {
    var random = RandomStream(seed: seed)
    var pixels: [UInt8] = []
    for picture in 0..<count {
        for _ in 0..<channels {
            for position in 0..<64 {
                let quarter = position / 32 * 2 + position % 8 / 4
                pixels.append(UInt8(random.index(below: 90) + (quarter == picture % 4 ? 150 : 0)))
            }
        }
    }
    return ImageSet(
        width: 8, height: 8, channels: channels, pixels: pixels, labels: (0..<count).map { Int32($0 % 4) },
        classNames: ["above left", "above right", "below left", "below right"])
}

extension ImageSet {
    /// The same pictures with other labels.
    func labelled(_ labels: [Int32]?) -> ImageSet {
        ImageSet(width: width, height: height, channels: channels, pixels: pixels, labels: labels)
    }
}
