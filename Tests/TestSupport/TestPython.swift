import Foundation
import Testing

/// A Python interpreter with packages that tests compare with: what the environment variable SWIFTLET_TEST_PYTHON names,
/// else the virtual environment that Scripts/test-python makes, else `python3`.
public struct TestPython: Sendable {
    /// Why a test that needs it is skipped.
    public static let absent: Comment =
        "no Python with the package is found (SWIFTLET_TEST_PYTHON; Scripts/test-python installs it)"

    private let executable: URL

    /// The first interpreter that has a package; nil if none has.
    public static func find(with package: String) -> TestPython? {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "\(NSHomeDirectory())/.cache"
        let onPath = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/python3" }
        let candidates =
            environment["SWIFTLET_TEST_PYTHON"].map { [$0] }
            ?? ["\(cache)/swiftlet/test-python/bin/python"] + onPath
        let search = "import importlib.util, sys; sys.exit(importlib.util.find_spec('\(package)') is None)"
        return candidates.lazy.filter(FileManager.default.isExecutableFile)
            .map { TestPython(executable: URL(fileURLWithPath: $0)) }
            .first { (try? $0.run(search).status) == 0 }
    }

    /// Runs a program and gives its exit status and what it wrote to standard output.
    public func run(_ code: String, _ arguments: [String] = []) throws -> (status: Int32, output: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = executable
        process.arguments = ["-c", code] + arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
