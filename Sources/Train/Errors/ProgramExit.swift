import Foundation
import SwiftletTensor

/// Prints `error: <sentence>` to standard error and ends the program: with status 128 plus the signal's number if a
/// signal stopped it (130 for Ctrl-C), else with status 1. What was printed to standard output before is handed over first. A program
/// whose output nobody reads any longer ends quietly, with status 141.
///
/// For the main function of an executable. Where swift-argument-parser reads the flags, requests for help stay its own,
/// and its errors lose the hints that follow the sentence:
///
///     do {
///         var command = try Command.parseAsRoot()
///         try command.run()
///     } catch where Command.exitCode(for: error) == .success {
///         Command.exit(withError: error)
///     } catch where Command.exitCode(for: error) == .validationFailure {
///         exitProgram(reporting: RunError(Command.message(for: error)))
///     } catch {
///         exitProgram(reporting: error)
///     }
public func exitProgram(reporting error: any Error) -> Never {
    // A second failure would hide the first.
    try? StandardOutput.flush()
    if (error as? InterruptedError)?.signal != SIGPIPE { report(error) }
    exit(exitStatus(for: error))
}

/// Prints `error: <sentence>` to standard error.
package func report(_ error: any Error) { StandardError.write("error: \(sentence(for: error))\n") }

/// The sentence that tells a user of an error. Paths within the working folder are relative to it.
package func sentence(for error: any Error) -> String {
    AbsolutePath.shortening(systemCause(of: error) ?? String(describing: error))
}

/// The status with which a program ends that was stopped by an error.
func exitStatus(for error: any Error) -> Int32 {
    guard let interrupted = error as? InterruptedError else { return 1 }
    return 128 + interrupted.signal
}
