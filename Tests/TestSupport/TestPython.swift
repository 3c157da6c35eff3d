import Foundation
import Testing

/// A Python interpreter with packages that tests compare with: what the environment variable SWIFTLET_TEST_PYTHON names,
/// else the virtual environment that Scripts/test-python makes, else `python3`.
public struct TestPython: Sendable {
    /// Why a test that needs it is skipped.
    public static let absent: Comment =
        "no Python with the packages is found (SWIFTLET_TEST_PYTHON; Scripts/test-python installs them, but for torch)"

    private let executable: URL

    /// The first interpreter that has some packages; nil if none has all of them.
    public static func find(with packages: String...) -> TestPython? {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(NSHomeDirectory())/.cache"
        let onPath = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/python3" }
        let candidates =
            environment["SWIFTLET_TEST_PYTHON"].map { [$0] }
            ?? ["\(cache)/swiftlet/test-python/bin/python"] + onPath
        let search = "import importlib.util, sys; sys.exit(None in map(importlib.util.find_spec, sys.argv[1:]))"
        return candidates.lazy.filter(FileManager.default.isExecutableFile)
            .map { TestPython(executable: URL(fileURLWithPath: $0)) }
            .first { (try? $0.run(search, packages).status) == 0 }
    }

    /// Runs a program and gives its exit status and what it wrote to standard output.
    public func run(_ code: String, _ arguments: [String] = []) throws -> (status: Int32, output: String) {
        try run(["-c", code] + arguments, errors: FileHandle.nullDevice)
    }

    /// Runs a program that must succeed; what it wrote to standard output. Throws `Failure` with what it wrote to standard error.
    @discardableResult public func succeed(
        _ code: String, _ arguments: [String] = [], in folder: TemporaryFolder
    ) throws -> String {
        let name = ".\(UUID().uuidString).errors"
        try folder.write("", to: name)
        let result = try run(["-c", code] + arguments, errors: FileHandle(forWritingAtPath: folder(name))!)
        guard result.status == 0 else { throw Failure(description: try folder.text(name)) }
        return result.output
    }

    /// A program that ended with another status than 0.
    public struct Failure: Error, CustomStringConvertible {
        /// What it wrote to standard error.
        public let description: String
    }

    private func run(_ arguments: [String], errors: FileHandle) throws -> (status: Int32, output: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = executable
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
