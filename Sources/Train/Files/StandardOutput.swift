@preconcurrency import Foundation

/// The program's standard output: results, and nothing else.
///
/// Text goes there by `print`, which tells of no failure; `flush` does. A program that was asked for JSON calls `reserveForJSON`
/// at its start: from then on, text goes to standard error, and only `write(json:)` to standard output.
package enum StandardOutput {
    /// What JSON is written to, once it alone goes to standard output.
    private nonisolated(unsafe) static var json: UnsafeMutablePointer<FILE>?

    /// Why a line could not be written, until that is told.
    private nonisolated(unsafe) static var failure: Int32?

    /// Gives a stream that is no terminal a buffer that holds most outputs whole, so that a failure is known with its reason. Before
    /// anything is written to it.
    private static func enlargeBuffer(of stream: UnsafeMutablePointer<FILE>) {
        if isatty(fileno(stream)) == 1 { return }
        let size = 1 << 18
        setvbuf(stream, .allocate(capacity: size), _IOFBF, size)
    }

    /// Sends all text to standard error from now on. Once, before anything is printed.
    package static func reserveForJSON() {
        let kept = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
        guard kept >= 0, let stream = fdopen(kept, "w") else { return }
        json = stream
        enlargeBuffer(of: stream)
        dup2(STDERR_FILENO, STDOUT_FILENO)
        // So that text keeps its place among what is written to standard error directly.
        setvbuf(stdout, nil, _IOLBF, 0)
    }

    /// Writes a value as a line of JSON.
    package static func write(json value: some Encodable) throws { write(line: try JSON.line(value)) }

    /// Writes a line of results: JSON, or a text if none was asked for.
    package static func write(line: String) {
        if fputs(line + "\n", json ?? stdout) < 0 { failure = failure ?? errno }
    }

    /// Hands over what was printed so far, and looks at the result. Throws `RunError` if it could not be written, as on a full
    /// disk, and `ReaderGone` if nobody reads it any longer.
    ///
    /// For answers that somebody waits for at the other end of a pipe, and for the end of every program.
    package static func flush() throws {
        try flush(stdout, STDOUT_FILENO)
        if let json { try flush(json, fileno(json)) }
    }

    /// Gets standard output ready for what is printed. Once, at the start of a program.
    static func prepare() { enlargeBuffer(of: stdout) }

    private static func flush(_ stream: UnsafeMutablePointer<FILE>, _ descriptor: Int32) throws {
        let isFlushed = fflush(stream) == 0
        let code = isFlushed ? failure : errno
        if isFlushed && ferror(stream) == 0 { return }
        clearerr(stream)
        if code == EPIPE || isAbandoned(descriptor) { throw ReaderGone.error }
        let isClosed = fcntl(descriptor, F_GETFL) & O_ACCMODE == O_RDONLY
        // What failed while more was printed than the buffer holds has left no reason.
        let reason = isClosed ? ": it is closed" : code.map { ": \(String(cString: strerror($0)))" } ?? ""
        throw RunError("cannot write to standard output\(reason)")
    }

    /// Whether a descriptor is a pipe that nobody reads.
    private static func isAbandoned(_ descriptor: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&entry, 1, 0) > 0 && entry.revents & Int16(POLLERR) != 0
    }

    /// Another descriptor for what a descriptor writes to; that of standard output after what was printed so far. Negative, with
    /// `errno` set, if there is none.
    static func duplicate(_ descriptor: Int32) throws -> Int32 {
        guard descriptor == STDOUT_FILENO else { return fcntl(descriptor, F_DUPFD_CLOEXEC, 0) }
        try flush()
        return fcntl(json.map { fileno($0) } ?? STDOUT_FILENO, F_DUPFD_CLOEXEC, 0)
    }
}

/// The end of a program whose output nobody reads any longer, as behind `| head -1`: quietly, with the status of SIGPIPE.
enum ReaderGone {
    static var error: InterruptedError { InterruptedError(signal: SIGPIPE, "nobody reads the output any longer") }
}
