import CKernels
import Foundation

extension RandomStream {
    /// A number from the standard normal distribution (Box and Muller 1958; one of each pair is kept, so that every draw
    /// moves the stream by the same two words).
    public mutating func normal() -> Float {
        let radius = (-2 * Foundation.log(1 - Double(uniform()))).squareRoot()
        return Float(radius * Foundation.cos(2 * Double.pi * Double(uniform())))
    }

    /// Numbers from the standard normal distribution in a plain array, for threads without a compute context: the elements
    /// of `Tensor.normal`.
    public mutating func normals(_ count: Int) throws -> [Float] {
        let context = try ComputeContext(threads: 1)
        return Tensor.normal([count], using: &self, in: context).elements
    }
}
