import Foundation
import SwiftletTrain

/// A measurement in a process of its own, so that memory and the time to start are its own.
enum OwnProcess {
    /// The measurements of all of them, or those that were done before an interruption.
    static func untilInterrupted<Subject, Measurement>(
        _ subjects: [Subject], _ measure: (Subject) throws -> Measurement
    ) throws -> [Measurement] {
        var measurements: [Measurement] = []
        for subject in subjects where !Interruption.isRequested {
            do {
                measurements.append(try measure(subject))
            } catch  where Interruption.isRequested {}
        }
        return measurements
    }

    /// Runs this program with the arguments, which must make it write a line of JSON; `name` is for a failure's message. Its text is
    /// shown to nobody, but for the error that ended it.
    static func run<Measurement: Decodable>(_ arguments: [String], for name: String) throws -> Measurement {
        let failure = "the measurement of \(name) failed"
        guard let (output, errors) = (pipe().flatMap { output in pipe().map { (output, $0) } }) else {
            throw BenchError("\(failure): no pipes")
        }
        defer { [output.read, errors.read].forEach { close($0) } }
        let process = spawn(arguments, output: output.write, errors: errors.write)
        [output.write, errors.write].forEach { close($0) }
        guard let process else { throw BenchError("\(failure): the program cannot be started") }
        let texts = readToEnd(of: [output.read, errors.read], whichWrites: process)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            if errno != EINTR { throw BenchError(failure) }
        }
        // The status of a program that ended by itself, with 0; one that was interrupted may have a result as well.
        guard status == 0 || Interruption.isRequested, let line = texts[0].split(separator: "\n").last else {
            let reason = texts[1].split(separator: "\n").last { $0.hasPrefix("error: ") }?.dropFirst("error: ".count)
            throw BenchError(failure + (reason.map { ": \($0)" } ?? ""))
        }
        return try JSONLine.value(from: String(line))
    }

    private static func pipe() -> (read: Int32, write: Int32)? {
        var ends: [Int32] = [0, 0]
        return Foundation.pipe(&ends) == 0 ? (ends[0], ends[1]) : nil
    }

    /// Starts this program with its output and errors going to two descriptors; nil if that cannot be done.
    private static func spawn(_ arguments: [String], output: Int32, errors: Int32) -> pid_t? {
        let path = "/proc/self/exe"
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, standard) in [(output, STDOUT_FILENO), (errors, STDERR_FILENO)] {
            posix_spawn_file_actions_adddup2(&actions, descriptor, standard)
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        let words = copies([CommandLine.arguments[0]] + arguments)
        let environment = copies(ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" })
        defer { (words + environment).forEach { free($0) } }
        var process: pid_t = 0
        return posix_spawn(&process, path, &actions, nil, words, environment) == 0 ? process : nil
    }

    /// Strings as C has them, nil at their end; to be freed.
    private static func copies(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] { texts.map { strdup($0) } + [nil] }

    /// Reads all that a process writes to some pipes; a signal that interrupts this program is passed on to it.
    private static func readToEnd(of pipes: [Int32], whichWrites process: pid_t) -> [String] {
        var bytes = [[UInt8]](repeating: [], count: pipes.count)
        var entries = pipes.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        var isToldOfSignal = false
        while entries.contains(where: { $0.fd >= 0 }) {
            let ready = poll(&entries, nfds_t(entries.count), 100)
            if let signal = Interruption.signal, !isToldOfSignal {
                // Ctrl-C reaches both, and a second signal of the same kind would end the process before it has reported anything.
                isToldOfSignal = true
                kill(process, signal == SIGINT ? SIGTERM : SIGINT)
            }
            for index in entries.indices where ready > 0 && entries[index].fd >= 0 && entries[index].revents != 0 {
                let count = read(entries[index].fd, &piece, piece.count)
                if count < 0 && errno == EINTR { continue }
                if count > 0 {
                    bytes[index] += piece[..<count]
                } else {
                    // Those below 0 are skipped.
                    entries[index].fd = -1
                }
            }
        }
        return bytes.map { String(decoding: $0, as: UTF8.self) }
    }
}
