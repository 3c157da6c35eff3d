import ArgumentParser
import Foundation
import SwiftletTensor
import SwiftletTrain

extension ParsableCommand {
    /// Runs the command line of this process and ends it with the right status; errors go to standard error as one
    /// sentence.
    public static func runProgram() -> Never {
        StandardStreams.prepare()
        OutOfMemory.endsProgram()
        ProgramThreads.limitToProcessors()
        let arguments = CommandLineArguments(CommandLine.arguments.dropFirst())
        do {
            var command = try parseAsRoot(arguments.parsable)
            if GivenOptions.holdJSONFlag(command) { StandardOutput.reserveForJSON() }
            try GivenOptions.requireTexts(command)
            try command.run()
            try StandardOutput.flush()
        } catch let status as ExitCode {
            endProgram(status: status.rawValue)
        } catch  where exitCode(for: error) == .success {
            // A request for help.
            print(fullMessage(for: error))
            endProgram(status: EXIT_SUCCESS)
        } catch  where exitCode(for: error) == .validationFailure {
            exitProgram(reporting: RunError(arguments.sentence(for: message(for: error), of: Self.self)))
        } catch {
            exitProgram(reporting: error)
        }
        Foundation.exit(EXIT_SUCCESS)
    }

    /// Ends the program after what it printed has been handed over.
    private static func endProgram(status: Int32) -> Never {
        do {
            try StandardOutput.flush()
        } catch {
            exitProgram(reporting: error)
        }
        Foundation.exit(status)
    }
}
