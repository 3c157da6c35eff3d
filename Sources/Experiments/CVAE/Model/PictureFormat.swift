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

    /// Size and classes in words; of many classes the first ones.
    var summary: String {
        let named = 10
        let more = classCount > named ? " and \(classCount - named) more" : ""
        return "\(width) x \(height) pixels in the classes \(classNames.prefix(named).joined(separator: ", "))\(more)"
    }
}
