import ArgumentParser
import SwiftletTrain

extension ParsableCommand {
    /// Runs the command line of this process and ends it with the right status; errors go to standard error as one
    /// sentence.
    public static func runProgram() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch  where exitCode(for: error) == .success {
            // A request for help.
            exit(withError: error)
        } catch  where exitCode(for: error) == .validationFailure {
            exitProgram(reporting: RunError(message(for: error)))
        } catch {
            exitProgram(reporting: error)
        }
    }
}
