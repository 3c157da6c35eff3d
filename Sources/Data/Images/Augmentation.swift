import Foundation
import SwiftletTensor

/// Random changes to pictures that leave what they show the same: moved, scaled, turned, mirrored, lighter or darker.
///
/// A change is drawn from a random stream, always by the same number of draws: switching one kind on or off changes no draw of
/// another. Each number below is the largest change of its kind; 0 is none.
public struct Augmentation: Equatable, Sendable {
    /// Move along either axis, as a fraction of that side.
    public var shift: Float
    /// Change of size, as a fraction: 0.1 draws factors from 0.9 to 1.1.
    public var scale: Float
    /// Turn to either side, in degrees.
    public var rotation: Float
    /// Whether half of the pictures are mirrored left to right.
    public var flip: Bool
    /// Change of the distance of all values from their mean, as a fraction.
    public var contrast: Float
    /// Amount added to all values, as a fraction of their range.
    public var brightness: Float

    /// Throws `DataError` if a number is negative or not finite, if shift is above 0.5 or rotation above 180, or if scale or
    /// contrast is not below 1, or brightness above 1.
    public init(
        shift: Float = 0, scale: Float = 0, rotation: Float = 0, flip: Bool = false, contrast: Float = 0,
        brightness: Float = 0
    ) throws {
        let limits: [(String, Float, Float)] = [
            ("shift", shift, 0.5), ("scale", scale, 0.9), ("rotation", rotation, 180), ("contrast", contrast, 1),
            ("brightness", brightness, 1),
        ]
        for (name, value, limit) in limits where !(0...limit).contains(value) {
            throw DataError("the augmentation's \(name) must be from 0 to \(limit), got \(value)")
        }
        self.shift = shift
        self.scale = scale
        self.rotation = rotation
        self.flip = flip
        self.contrast = contrast
        self.brightness = brightness
    }

    /// Whether pictures always stay as they are.
    public var isIdentity: Bool {
        shift == 0 && scale == 0 && rotation == 0 && !flip && contrast == 0 && brightness == 0
    }

    /// The changed picture: `values` and result are channels x height x width, within `range`, to which the result is
    /// clamped. All channels are changed alike. The same stream gives the same bits.
    ///
    /// Pixels are sampled bilinearly, and beyond the border its pixels go on.
    public func applied(
        to values: some Collection<Float>, width: Int, height: Int, channels: Int = 1,
        range: ClosedRange<Float> = 0...1,
        random: RandomStream
    ) -> [Float] {
        precondition(
            values.count == channels * height * width,
            "\(values.count) values for an image of \(width) x \(height) x \(channels)")
        if isIdentity { return Array(values) }
        let draw = Draw(self, random)
        let source = Array(values)
        var result =
            draw.isWarping
            ? AffineWarp(draw, width: width, height: height).applied(to: source, channels: channels) : source
        if contrast > 0 || brightness > 0 {
            let mean = Float(result.reduce(0.0) { $0 + Double($1) } / Double(result.count))
            let offset = mean + draw.brightness * (range.upperBound - range.lowerBound)
            result.withUnsafeMutableBufferPointer { result in
                for index in result.indices {
                    let changed = (result[index] - mean) * draw.contrast + offset
                    result[index] = min(max(changed, range.lowerBound), range.upperBound)
                }
            }
        }
        return result
    }

    /// One change.
    struct Draw {
        let shiftX: Float
        let shiftY: Float
        let scale: Float
        /// In radians, clockwise on the screen.
        let angle: Float
        let isFlipped: Bool
        let contrast: Float
        let brightness: Float

        var isWarping: Bool { shiftX != 0 || shiftY != 0 || scale != 1 || angle != 0 || isFlipped }
    }
}

extension Augmentation.Draw {
    init(_ largest: Augmentation, _ random: RandomStream) {
        var random = random
        shiftX = random.uniform(-largest.shift, largest.shift)
        shiftY = random.uniform(-largest.shift, largest.shift)
        scale = 1 + random.uniform(-largest.scale, largest.scale)
        angle = random.uniform(-largest.rotation, largest.rotation) * .pi / 180
        isFlipped = random.uniform() < 0.5 && largest.flip
        contrast = 1 + random.uniform(-largest.contrast, largest.contrast)
        brightness = random.uniform(-largest.brightness, largest.brightness)
    }
}
