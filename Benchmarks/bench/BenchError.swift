import SwiftletTensor

/// What ends the program with one sentence.
package struct BenchError: Error, CustomStringConvertible {
    package var description: String

    /// An error with its sentence, whose full stop is dropped.
    init(_ description: String) {
        self.description = String(description.hasSuffix(".") ? description.dropLast() : description[...]).asSentence
    }
}
