import Foundation
import Testing

/// A run of the executable `textcnn`, as a user starts it.
final class Program {
    private let process = Process()
    private let folder: URL
    private let outputFile: URL
    private let errorFile: URL

    struct Result {
        /// Exit status; nil if a signal ended the program.
        let status: Int32?
        let output: String
        let errors: String

        var lines: [String] { output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

        /// The JSON object in the last line of standard output.
        var json: [String: Any] {
            get throws {
                let last = try #require(output.split(separator: "\n").last)
                return try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
            }
        }
    }

    /// The executable that was built with these tests; it lies beside the test bundle or above it.
    private static let executable: URL? = {
        var folder = Bundle.module.bundleURL
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let candidate = folder.appendingPathComponent("textcnn")
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isFolder), !isFolder.boolValue {
                return candidate
            }
        }
        return nil
    }()

    /// Starts the program in a folder, with text on its standard input.
    init(_ arguments: [String], input: String = "", in folder: TestFolder) throws {
        self.folder = folder.url
        let name = UUID().uuidString
        outputFile = folder.url.appendingPathComponent(".\(name).output")
        errorFile = folder.url.appendingPathComponent(".\(name).errors")
        let inputFile = folder.url.appendingPathComponent(".\(name).input")
        for (file, text) in [(outputFile, ""), (errorFile, ""), (inputFile, input)] {
            try Data(text.utf8).write(to: file)
        }
        let executable = try #require(Self.executable, "the executable textcnn is not beside the test bundle")
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        var environment = ProcessInfo.processInfo.environment
        environment["SWIFTLET_DATA"] = nil
        process.environment = environment
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = try FileHandle(forWritingTo: outputFile)
        process.standardError = try FileHandle(forWritingTo: errorFile)
        try process.run()
    }

    deinit { if process.isRunning { process.terminate() } }

    var isRunning: Bool { process.isRunning }

    /// What Ctrl-C does.
    func interrupt() { process.interrupt() }

    /// Waits for the end.
    func finish() throws -> Result {
        process.waitUntilExit()
        return Result(
            status: process.terminationReason == .exit ? process.terminationStatus : nil,
            output: try String(contentsOf: outputFile, encoding: .utf8),
            errors: try String(contentsOf: errorFile, encoding: .utf8))
    }
}

/// Runs `textcnn` to its end.
func textcnn(_ arguments: [String], input: String = "", in folder: TestFolder) throws -> Program.Result {
    try Program(arguments, input: input, in: folder).finish()
}

/// The arguments of a training of a second.
func trainArguments(_ train: String, epochs: Int = 1, _ more: String...) -> [String] {
    [
        "train", "--train", train, "--kernel-sizes", "2,3", "--filters", "8", "--embedding-dimension", "10",
        "--epochs", "\(epochs)", "--threads", "1",
    ] + more
}
