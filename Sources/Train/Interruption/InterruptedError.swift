/// A signal stopped the run. The program then ends with status 128 plus the signal's number: 130 for Ctrl-C.
public struct InterruptedError: Error, CustomStringConvertible, Equatable {
    /// The signal's number: 2 for Ctrl-C.
    public let signal: Int32
    /// What is left of the run, as one sentence.
    public let description: String

    /// An interruption by a signal, and what the user should know of it, such as where the last checkpoint lies.
    public init(signal: Int32, _ description: String = "interrupted") {
        self.signal = signal
        self.description = description
    }
}
