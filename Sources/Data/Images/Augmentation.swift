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
        require(
            values.count == channels * height * width,
            "\(values.count) values for an image of \(width) x \(height) x \(channels)")
        let source = Array(values)
        return [Float](unsafeUninitializedCapacity: source.count) { result, filled in
            source.withUnsafeBufferPointer {
                apply(
                    to: $0, width: width, height: height, channels: channels, range: range, random: random,
                    result: result)
            }
            filled = source.count
        }
    }

    /// The same, written to `result`, which has room for as many values and is another array than `values`.
    public func apply(
        to values: UnsafeBufferPointer<Float>, width: Int, height: Int, channels: Int, range: ClosedRange<Float>,
        random: RandomStream, result: UnsafeMutableBufferPointer<Float>
    ) {
        let count = channels * height * width
        require(
            values.count == count && result.count >= count,
            "\(values.count) values and room for \(result.count) for an image of \(width) x \(height) x \(channels)")
        guard let from = values.baseAddress, let to = result.baseAddress, count > 0 else { return }
        let draw = Draw(self, random)
        if draw.isWarping {
            AffineWarp(draw, width: width, height: height).apply(to: from, channels: channels, result: to)
        } else {
            to.update(from: from, count: count)
        }
        guard contrast > 0 || brightness > 0 else { return }
        var sum = 0.0
        for index in 0..<count { sum += Double(to[index]) }
        let mean = Float(sum / Double(count))
        let offset = mean + draw.brightness * (range.upperBound - range.lowerBound)
        for index in 0..<count {
            let changed = (to[index] - mean) * draw.contrast + offset
            to[index] = min(max(changed, range.lowerBound), range.upperBound)
        }
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
