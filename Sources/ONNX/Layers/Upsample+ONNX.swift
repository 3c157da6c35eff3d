import SwiftletNN
import SwiftletTensor

extension Upsample: ONNXLayer {
    /// Adds `Resize`, except for the nearest pixels of another scale than an integer: these are gathered, because a position
    /// that is rounded otherwise is another pixel.
    public func append(to graph: ONNXGraph, _ input: ONNXValue, named path: String) -> ONNXValue {
        let images = ResizedImages(graph: graph, images: input, path: path)
        switch (interpolation, scale) {
        case (.nearest, .factor(let factor)) where factor == factor.rounded():
            return images.resized(by: Float(factor), .nearest)
        case (.nearest, _): return images.nearest(scale)
        case (.bilinear(alignsCorners: true), _): return images.resized(to: scale, .corners)
        case (.bilinear(alignsCorners: false), .size): return images.resized(to: scale, .centers)
        case (.bilinear(alignsCorners: false), .factor(let factor)):
            let single = Float(factor)
            if Double(single) == factor { return images.resized(by: single, .centers) }
            // The scale in single precision may give another number of pixels: never too few if it is rounded up.
            let enough = Double(single) > factor ? single : single.nextUp
            return images.cut(images.resized(by: enough, .centers), to: scale)
        }
    }
}
