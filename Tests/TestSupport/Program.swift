import Foundation
import Testing

/// A run of an executable of this package, as a user starts it.
public final class Program {
    private let process = Process()
    private let outputFile: URL
    private let errorFile: URL
    private let inputPipe = Pipe()

    /// What it came to.
    public struct Result {
        /// Exit status; nil if a signal ended the program.
        public let status: Int32?
        /// All of standard output.
        public let output: String
        /// All of standard error.
        public let errors: String

        /// The lines of standard output; the last is empty if the output ends with a line end.
        public var lines: [String] { output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

        /// The JSON object that is all of standard output.
        public var json: [String: Any] {
            get throws { try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]) }
        }
    }

    /// An executable that was built with these tests; it lies beside the test bundle or above it.
    private static func executable(_ name: String) -> URL? {
        var folder = Bundle(for: Program.self).bundleURL
        while folder.path != "/" {
            let candidate = folder.appendingPathComponent(name)
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder), !isFolder.boolValue {
                return candidate
            }
            folder.deleteLastPathComponent()
        }
        return nil
    }

    /// Runs an executable of this package to its end.
    public static func run(
        _ executable: String, _ arguments: [String], input: String = "", in folder: TemporaryFolder
    ) throws -> Result {
        try Program(executable, arguments, input: input, in: folder).finish()
    }

    /// Runs a script of the shell in a folder, with the folder of the executables in its path: for what a shell does with a program's
    /// streams. Gives what `Result` has of any program.
    public static func shell(_ script: String, in folder: TemporaryFolder) throws -> Result {
        let folderOfPrograms = try #require(executable("bench") ?? executable("textcnn")).deletingLastPathComponent()
            .path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // What does not end is ended with all that it has started.
        process.arguments = ["timeout", "100", "bash", "-c", "set -u; PATH=\"\(folderOfPrograms):$PATH\"\n\(script)"]
        process.currentDirectoryURL = folder.url
        var environment = ProcessInfo.processInfo.environment
        environment["SWIFTLET_DATA"] = nil
        process.environment = environment
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // Short texts, which the pipes hold.
        process.waitUntilExit()
        return Result(
            status: process.terminationReason == .exit ? process.terminationStatus : nil,
            output: String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self),
            errors: String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self))
    }

    /// Starts an executable of this package in a folder, with text on its standard input; without one, the input stays
    /// open for `send`. Its environment is that of the tests and what is added to it; standard error goes to the terminal, if
    /// there is one.
    public init(
        _ executable: String, _ arguments: [String], input: String? = "", in folder: TemporaryFolder,
        environment added: [String: String] = [:], terminal: PseudoTerminal? = nil
    ) throws {
        let name = UUID().uuidString
        outputFile = folder.url.appendingPathComponent(".\(name).output")
        errorFile = folder.url.appendingPathComponent(".\(name).errors")
        let inputFile = folder.url.appendingPathComponent(".\(name).input")
        for (file, text) in [(outputFile, ""), (errorFile, ""), (inputFile, input ?? "")] {
            try Data(text.utf8).write(to: file)
        }
        let program: URL = try #require(
            Self.executable(executable), "the executable \(executable) is not beside the test bundle")
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        var environment = ProcessInfo.processInfo.environment
        environment["SWIFTLET_DATA"] = nil
        process.environment = environment.merging(added) { $1 }
        process.standardInput = input == nil ? inputPipe : try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = try FileHandle(forWritingTo: outputFile)
        process.standardError = try terminal?.programSide ?? FileHandle(forWritingTo: errorFile)
        try process.run()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// Writes to the standard input that was left open; nil closes it.
    public func send(_ text: String?) throws {
        guard let text else { return try inputPipe.fileHandleForWriting.close() }
        try inputPipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    }

    /// Waits until a condition holds; fails if the program ends before, or after a minute.
    public func wait(until condition: () throws -> Bool) throws {
        let deadline = Date(timeIntervalSinceNow: 60)
        while try !condition() {
            let (isRunning, isInTime) = (process.isRunning, Date() < deadline)
            try #require(isRunning && isInTime, "the program is \(isRunning ? "too slow" : "no longer running")")
            Thread.sleep(forTimeInterval: 0.01)
        }
    }

    /// What it has written to standard output so far.
    public var output: String { get throws { try String(contentsOf: outputFile, encoding: .utf8) } }

    /// What Ctrl-C does.
    public func interrupt() { process.interrupt() }

    /// Waits for the end, at most two minutes.
    public func finish() throws -> Result {
        let deadline = Date(timeIntervalSinceNow: 120)
        while process.isRunning && Date() < deadline { Thread.sleep(forTimeInterval: 0.005) }
        if process.isRunning {
            Issue.record("the program does not end")
            kill(process.processIdentifier, SIGKILL)
        }
        process.waitUntilExit()
        return Result(
            status: process.terminationReason == .exit ? process.terminationStatus : nil,
            output: try output,
            errors: try String(contentsOf: errorFile, encoding: .utf8))
    }
}
