/// Where a text stops being the JSON that was expected.
struct JSONDamage: Error, Equatable {
    /// The byte, counted from 0.
    var position: Int
    /// The line, counted from 1.
    var line: Int
    /// What should have stood there.
    var expected: String
}
