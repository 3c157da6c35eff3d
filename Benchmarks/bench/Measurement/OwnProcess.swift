import Foundation

/// A measurement in a process of its own, so that memory and the time to start are its own.
enum OwnProcess {
    /// Runs this program with the arguments, which must end its output with a line of JSON; `name` is for a failure's message.
    static func run<Measurement: Decodable>(_ arguments: [String], for name: String) throws -> Measurement {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0,
            let line = text.split(separator: "\n").last
        else { throw BenchError("the measurement of \(name) failed.") }
        return try JSONLine.value(from: String(line))
    }
}
