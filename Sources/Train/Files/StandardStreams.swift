import Foundation

/// The three descriptors that a program begins with.
package enum StandardStreams {
    /// Makes sure that each of them is open, and that no write to them or to a file ends the program. To be called first.
    ///
    /// A file that the program opens would get the number of one that is closed, and progress would be written into it. In its
    /// place `/dev/null` is opened, input and output in the direction in which using them still fails: results that go nowhere
    /// are an error, messages that go nowhere are not.
    package static func prepare() {
        for (descriptor, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)]
        where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            // The lowest number that is free, which is this one.
            _ = open("/dev/null", mode)
        }
        // Writing fails then, which is told in a sentence: nobody reads any longer, or the limit of a file's size is reached.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        StandardOutput.prepare()
    }
}
