/// What a network must know of the pictures it is for.
public struct PictureFormat: Codable, Equatable, Sendable {
    /// Columns of a picture.
    public var width: Int
    /// Rows of a picture.
    public var height: Int
    /// Names of the classes, by number.
    public var classNames: [String]

    /// A format of grey pictures.
    public init(width: Int, height: Int, classNames: [String]) {
        self.width = width
        self.height = height
        self.classNames = classNames
    }

    /// Pixels of a picture.
    public var pixelCount: Int { width * height }

    /// Number of classes.
    public var classCount: Int { classNames.count }
}
