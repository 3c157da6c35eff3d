/// A height and a width, such as a stride in two dimensions. A number alone stands for both.
public struct Size2D: Equatable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// Along the rows of an image.
    public var height: Int
    /// Along the columns of an image.
    public var width: Int

    /// A height and a width.
    public init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }

    /// The same height and width.
    public init(_ size: Int) {
        self.init(height: size, width: size)
    }

    /// The same height and width.
    public init(integerLiteral size: Int) {
        self.init(size)
    }

    /// "3x5".
    public var description: String { "\(height)x\(width)" }
}
