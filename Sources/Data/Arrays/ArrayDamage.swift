/// What is wrong with an array in a file or an archive, before it is known which one it is in.
struct ArrayDamage: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}

/// Where an array was read from, for errors.
struct ArraySource: Sendable {
    /// The file's path.
    let file: String
    /// Its name, in an archive of several.
    var name: String?

    /// The error of damage there.
    func error(_ damage: ArrayDamage) -> DataError {
        DataError(file: file, (name.map { "the array '\($0)': " } ?? "") + damage.reason)
    }
}
