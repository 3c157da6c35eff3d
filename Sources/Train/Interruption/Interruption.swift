import Foundation

/// Lets a loop stop cleanly when the user presses Ctrl-C or the system asks the program to end.
///
/// The first SIGINT, SIGTERM or SIGHUP is only noted; the loop asks `isRequested` at every step and stops where its files are
/// whole. A second one of the same kind ends the program at once. Signals belong to the whole process, so there is one
/// such note for all of it.
public enum Interruption {
    /// The number of the signal that came first, 0 before. Memory of its own, because a signal handler may do no more than
    /// store a word, and may not set up a global variable.
    private nonisolated(unsafe) static let received: UnsafeMutablePointer<Int32> = {
        let word = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
        word.initialize(to: 0)
        return word
    }()

    /// Begins to note SIGINT, SIGTERM, and SIGHUP, which a terminal sends that is closed; this one unless it is ignored, as under
    /// nohup.
    public static func install() {
        reset()
        if !isIgnored(SIGHUP) { catchOnce(SIGHUP) }
        for signal in [SIGINT, SIGTERM] {
            catchOnce(signal)
            unblock(signal)
        }
    }

    /// The signal that asked the program to stop, if one did.
    public static var signal: Int32? { received.pointee == 0 ? nil : received.pointee }

    /// Whether the program was asked to stop.
    public static var isRequested: Bool { signal != nil }

    /// Throws `InterruptedError` if the program was asked to stop.
    public static func check() throws {
        if let signal { throw InterruptedError(signal: signal) }
    }

    private static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        sigaction(signal, nil, &action)
        #if canImport(Darwin)
            return unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self)
                == unsafeBitCast(SIG_IGN, to: Int.self)
        #else
            return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
                == unsafeBitCast(SIG_IGN, to: Int.self)
        #endif
    }

    /// Forgets what was received.
    static func reset() { received.pointee = 0 }

    /// A program inherits the signals that its parent has blocked, and would never see them.
    private static func unblock(_ signal: Int32) {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, signal)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    private static func catchOnce(_ signal: Int32) {
        let handler: @convention(c) (Int32) -> Void = { signal in
            if Interruption.received.pointee == 0 { Interruption.received.pointee = signal }
        }
        var action = sigaction()
        #if canImport(Darwin)
            action.__sigaction_u.__sa_handler = handler
        #else
            action.__sigaction_handler.sa_handler = handler
        #endif
        // Only once: the next signal of this kind finds the system's own action, which ends the program.
        action.sa_flags = SA_RESTART | Int32(bitPattern: UInt32(SA_RESETHAND))
        sigaction(signal, &action, nil)
    }
}
