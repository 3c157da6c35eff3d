import SwiftletNN
import SwiftletTensor

extension LayerCase {
    /// Layers that add positions.
    static var padding: [LayerCase] {
        let uneven = Padding1d(left: 3, right: 1)
        let sides = Padding2d(top: 1, bottom: 2, left: 3, right: 0)
        return [
            LayerCase("zero pad 1d", ZeroPad1d(uneven), [2, 5]),
            LayerCase("reflection pad 1d", ReflectionPad1d(uneven), [2, 5]),
            LayerCase("replication pad 1d", ReplicationPad1d(uneven), [2, 5]),
            LayerCase("circular pad 1d", CircularPad1d(uneven), [2, 5]),
            LayerCase("circular pad 1d, one end", CircularPad1d(Padding1d(left: 0, right: 2)), [2, 5]),
            LayerCase("zero pad", ZeroPad2d(sides), [2, 4, 5]),
            LayerCase("reflection pad", ReflectionPad2d(sides), [2, 4, 5]),
            LayerCase("replication pad", ReplicationPad2d(sides), [2, 4, 5]),
            LayerCase("circular pad", CircularPad2d(sides), [2, 4, 5]),
            LayerCase("no pad", CircularPad2d(0), [2, 4, 5]),
        ]
    }

    /// Adaptive pooling to one output, in even and in overlapping windows, and to more outputs than inputs.
    static var adaptive: [LayerCase] {
        let sizes = [1, Size2D(height: 3, width: 2), Size2D(height: 4, width: 1), Size2D(height: 5, width: 9)]
        let planes = sizes.flatMap {
            [
                LayerCase("adaptive average pool to \($0)", AdaptiveAveragePool2d($0), [2, 6, 7]),
                LayerCase("adaptive max pool to \($0)", AdaptiveMaxPool2d($0), [2, 6, 7]),
            ]
        }
        let rows = [1, 2, 5, 11].flatMap {
            [
                LayerCase("adaptive average pool to \($0)", AdaptiveAveragePool1d($0), [3, 8]),
                LayerCase("adaptive max pool to \($0)", AdaptiveMaxPool1d($0), [3, 8]),
            ]
        }
        return planes + rows
    }

    /// Upsampling of all kinds, among them factors that give another number of pixels in single precision: 1.16 makes 29 of 25
    /// instead of 28, 4.2 makes 62 of 15 instead of 63.
    static var upsampling: [LayerCase] {
        let kinds: [(String, Interpolation)] = [
            ("nearest", .nearest), ("bilinear", .bilinear(alignsCorners: false)),
            ("bilinear, corners", .bilinear(alignsCorners: true)),
        ]
        let factors: [(Double, example: [Int])] =
            [2, 3, 1, 1.5, 0.5, 0.6, 2.3].map { ($0, [2, 4, 5]) } + [(1.16, [1, 3, 25]), (4.2, [1, 3, 15])]
        let sizes: [(Size2D, example: [Int])] = [
            (Size2D(height: 8, width: 10), [2, 4, 5]), (Size2D(height: 3, width: 7), [2, 4, 5]),
            (1, [2, 4, 5]), (Size2D(height: 4, width: 82), [2, 4, 5]), (82, [1, 4, 4]),
        ]
        return kinds.flatMap { name, interpolation -> [LayerCase] in
            let byFactor = factors.map { factor, example in
                LayerCase(
                    "\(name), \(factor) times \(example)", Upsample(scaleFactor: factor, interpolation), example)
            }
            let bySize = sizes.map { size, example in
                LayerCase("\(name), \(example) to \(size)", Upsample(size: size, interpolation), example)
            }
            return byFactor + bySize
        }
    }
}
