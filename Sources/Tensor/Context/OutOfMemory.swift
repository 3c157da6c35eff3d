import Foundation

/// What happens when the system has no memory left, which no caller can mend.
package enum OutOfMemory {
    /// Whether the program ends with a sentence; set once, at its start.
    private nonisolated(unsafe) static var endsWithSentence = false
    /// What the system does with the signals of a crash, by number.
    private nonisolated(unsafe) static var earlier = UnsafeMutablePointer<sigaction>.allocate(capacity: 32)

    /// Ends the program with a sentence and status 1 from now on, where a library traps. For the start of a program.
    package static func endsProgram() {
        endsWithSentence = true
        // Swift's runtime traps where it finds no memory; what called malloc last has left its reason.
        for signal in [SIGILL, SIGTRAP, SIGABRT] {
            var action = sigaction()
            let handler: @convention(c) (Int32) -> Void = { signal in
                if errno == ENOMEM { OutOfMemory.end("error: out of memory\n") }
                sigaction(signal, OutOfMemory.earlier + Int(signal), nil)
                raise(signal)
            }
            #if canImport(Darwin)
                action.__sigaction_u.__sa_handler = handler
            #else
                action.__sigaction_handler.sa_handler = handler
            #endif
            sigaction(signal, &action, earlier + Int(signal))
        }
    }

    /// Reports what there is no memory for, and never returns.
    static func report(_ message: String) -> Never {
        let sentence = "out of memory: \(message)"
        guard endsWithSentence else { fatalError(sentence) }
        // Flushes what was printed before.
        fflush(nil)
        _ = "error: \(sentence)\n".withCString { write(STDERR_FILENO, $0, strlen($0)) }
        _exit(1)
    }

    private static func end(_ message: StaticString) -> Never {
        _ = write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
        _exit(1)
    }
}
