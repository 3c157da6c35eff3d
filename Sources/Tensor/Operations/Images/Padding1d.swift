/// Positions that are added at the ends of a sequence. A number alone stands for both.
public struct Padding1d: Equatable, Sendable, ExpressibleByIntegerLiteral {
    /// Positions before the first.
    public var left: Int
    /// Positions after the last.
    public var right: Int

    /// So many positions.
    public init(left: Int, right: Int) {
        (self.left, self.right) = (left, right)
    }

    /// The same number at both ends.
    public init(integerLiteral size: Int) {
        self.init(left: size, right: size)
    }
}
