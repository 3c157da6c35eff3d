import Foundation

/// The program's standard error, for messages and progress; standard output is left to results.
enum StandardError {
    static let descriptor: Int32 = 2

    /// Writes a text at once, unbuffered. Nothing is done about a failure: there is nowhere left to report it.
    static func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                if count <= 0 { return }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            }
        }
    }
}
