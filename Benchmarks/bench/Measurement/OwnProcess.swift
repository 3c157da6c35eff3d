import Foundation

/// A measurement in a process of its own, so that memory and the time to start are its own.
enum OwnProcess {
    /// Runs this program with the arguments, which must end its output with a line of JSON; `name` is for a failure's message.
    static func run<Measurement: Decodable>(_ arguments: [String], for name: String) throws -> Measurement {
        let failure = BenchError("the measurement of \(name) failed.")
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw failure }
        defer { close(ends[0]) }
        let process = spawn(arguments, output: ends[1])
        close(ends[1])
        guard let process else { throw failure }
        let output = readToEnd(of: ends[0])
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 { if errno != EINTR { throw failure } }
        // The status of a program that ended by itself, with 0.
        guard status == 0, let line = String(decoding: output, as: UTF8.self).split(separator: "\n").last else {
            throw failure
        }
        return try JSONLine.value(from: String(line))
    }

    /// Starts this program with its standard output going to a descriptor; nil if that cannot be done.
    private static func spawn(_ arguments: [String], output: Int32) -> pid_t? {
        let path = "/proc/self/exe"
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_addclose(&actions, output)
        let words = copies([CommandLine.arguments[0]] + arguments)
        let environment = copies(ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" })
        defer { (words + environment).forEach { free($0) } }
        var process: pid_t = 0
        return posix_spawn(&process, path, &actions, nil, words, environment) == 0 ? process : nil
    }

    /// Strings as C has them, nil at their end; to be freed.
    private static func copies(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] { texts.map { strdup($0) } + [nil] }

    private static func readToEnd(of descriptor: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &piece, piece.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return bytes }
            bytes += piece[..<count]
        }
    }
}
