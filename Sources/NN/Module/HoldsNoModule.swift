import SwiftletTensor

/// A value that the search for modules need not look into, which spares it long arrays of numbers and words.
protocol HoldsNoModule {}

extension Bool: HoldsNoModule {}
extension Int: HoldsNoModule {}
extension Int32: HoldsNoModule {}
extension UInt8: HoldsNoModule {}
extension UInt64: HoldsNoModule {}
extension Float: HoldsNoModule {}
extension Double: HoldsNoModule {}
extension String: HoldsNoModule {}
extension Shape: HoldsNoModule {}
extension NDArray: HoldsNoModule {}
extension RandomStream: HoldsNoModule {}
extension ComputeContext: HoldsNoModule {}
extension Activation: HoldsNoModule {}
extension Size2D: HoldsNoModule {}
extension Optional: HoldsNoModule where Wrapped: HoldsNoModule {}
extension Array: HoldsNoModule where Element: HoldsNoModule {}
extension Dictionary: HoldsNoModule where Key: HoldsNoModule, Value: HoldsNoModule {}

/// An optional of any type.
protocol OptionalValue {
    /// The value, if there is one.
    var wrapped: Any? { get }
}

extension Optional: OptionalValue {
    var wrapped: Any? { self }
}
