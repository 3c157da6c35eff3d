import SwiftletTrain

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

    /// The index of the class that a user calls by a number: its name where names are numbers, else its index itself. Throws
    /// `RunError` if there is none.
    func index(ofClass number: Int) throws -> Int {
        let areNumbers = classNames.allSatisfy { Int($0) != nil }
        if areNumbers, let index = classNames.firstIndex(of: "\(number)") { return index }
        if !areNumbers, classNames.indices.contains(number) { return number }
        guard areNumbers, let first = classNames.first, let last = classNames.last else {
            throw RunError("--class must be from 0 to \(classCount - 1), got \(number)")
        }
        throw RunError("--class must be from \(first) to \(last), got \(number)")
    }
}
