#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file read front to back, with system errors turned into sentences.
final class ByteSource {
    let path: String
    private let descriptor: Int32
    private let isOwned: Bool

    /// The standard input, which stays open.
    static var standardInput: ByteSource { ByteSource() }

    private init() {
        path = "standard input"
        descriptor = STDIN_FILENO
        isOwned = false
    }

    /// Opens a regular file (or a pipe).
    init(path: String) throws {
        self.path = path
        isOwned = true
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw DataError(
                file: path,
                errno == ENOENT ? "there is no such file" : "the file cannot be opened (\(Self.systemMessage()))")
        }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            close(descriptor)
            let contents = FolderContents(of: path).map { "; \($0.sentence(reading: $0.files.keys))" } ?? ""
            throw DataError(file: path, "this is a folder, but a file was expected\(contents)")
        }
    }

    deinit { if isOwned { close(descriptor) } }

    /// Whether it is neither a pipe nor a device.
    var isRegularFile: Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Reads up to as many bytes as the buffer holds; 0 at the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            #if canImport(Darwin)
                let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
            #elseif canImport(Glibc)
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            #else
                let count = Musl.read(descriptor, buffer.baseAddress, buffer.count)
            #endif
            if count >= 0 { return count }
            if errno != EINTR {
                throw DataError(file: path, "the file cannot be read (\(Self.systemMessage()))")
            }
        }
    }

    /// Bytes of a regular file.
    func size() throws -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw DataError(file: path, "the file cannot be read (\(Self.systemMessage()))")
        }
        return Int(status.st_size)
    }

    /// Reads as many bytes as the buffer holds from a place of a regular file; how many there were.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        var done = 0
        while done < buffer.count {
            let count = pread(descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(offset + done))
            if count == 0 { break }
            if count > 0 {
                done += count
            } else if errno != EINTR {
                throw DataError(file: path, "the file cannot be read (\(Self.systemMessage()))")
            }
        }
        return done
    }

    private static func systemMessage() -> String { String(cString: strerror(errno)) }
}
