import SwiftletData
import SwiftletTensor

/// The pictures of a set as the network sees them: values from 0 to 1, binarised as the likelihood asks.
///
/// A pixel is white with its grey level over 255 as probability. What picture i of the set becomes in epoch n follows
/// from the stream, n and i alone, not from the order of the pictures.
public struct PixelSource: Sendable {
    /// The pictures, grey.
    public let set: ImageSet
    /// How grey levels are treated.
    public let likelihood: Likelihood
    private let random: RandomStream

    /// A source that draws from children of `random`.
    public init(_ set: ImageSet, _ likelihood: Likelihood, random: RandomStream) {
        precondition(set.channels == 1, "pictures of \(set.channels) channels have no grey levels")
        self.set = set
        self.likelihood = likelihood
        self.random = random
    }

    /// The source of test pictures. Their one draw does not depend on the seed of a run, so that all runs are judged on the
    /// same pictures.
    public static func test(_ set: ImageSet, _ likelihood: Likelihood) -> PixelSource {
        PixelSource(set, likelihood, random: RandomStream(seed: 0).child("test binarisation"))
    }

    /// The values of some pictures, indices.count x pixels. Dynamic binarisation draws them anew in each `epoch`; without
    /// one they are what the one fixed draw made of them.
    public func values(of indices: [Int], epoch: Int? = nil) -> [Float] {
        guard likelihood != .grey else { return set.values(of: indices) }
        let draw =
            if let epoch, likelihood == .dynamic { random.child("epoch").child(epoch) } else { random.child("fixed") }
        let size = set.valuesPerImage
        return [Float](unsafeUninitializedCapacity: indices.count * size) { values, filled in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: size + 1) { numbers in
                set.pixels.withUnsafeBufferPointer { pixels in
                    for (position, index) in indices.enumerated() {
                        Self.binarize(
                            .init(rebasing: pixels[index * size..<(index + 1) * size]), draw.child(index),
                            numbers, .init(rebasing: values[position * size..<(position + 1) * size]))
                    }
                }
            }
            filled = indices.count * size
        }
    }

    /// Each value becomes 1 with probability level / 255, else 0. A level that leaves no choice draws nothing. `numbers` has
    /// room for one draw a pixel and one more.
    private static func binarize(
        _ levels: UnsafeBufferPointer<UInt8>, _ stream: RandomStream, _ numbers: UnsafeMutableBufferPointer<Float>,
        _ values: UnsafeMutableBufferPointer<Float>
    ) {
        var (stream, greyCount) = (stream, 0)
        for level in levels { greyCount &+= isGrey(level) }
        stream.fillUniform(.init(rebasing: numbers[..<greyCount]))
        // Any number below 1 leaves black and white as they are, so that there is no branch to be mispredicted at edges.
        numbers[greyCount] = 0
        var drawn = 0
        for (pixel, level) in levels.enumerated() {
            values[pixel] = numbers[drawn] * 255 < Float(level) ? 1 : 0
            drawn &+= isGrey(level)
        }
    }

    private static func isGrey(_ level: UInt8) -> Int { level != 0 && level != 255 ? 1 : 0 }
}
