import Foundation

extension RandomStream {
    /// A number from the standard normal distribution (Box and Muller 1958; one of each pair is kept, so that every draw
    /// moves the stream by the same two words).
    public mutating func normal() -> Float {
        let radius = (-2 * Foundation.log(1 - Double(uniform()))).squareRoot()
        return Float(radius * Foundation.cos(2 * Double.pi * Double(uniform())))
    }
}
