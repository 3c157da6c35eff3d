import Foundation

/// What stands where a file is to be written, which decides how it is written.
enum WritingPlace {
    /// Nothing or a regular file, at the end of the symbolic links that were followed. `existing` describes the file.
    case file(path: String, existing: stat?)
    /// A device or FIFO, which is opened and written in place: a rename would replace it.
    case stream(path: String)
    /// An open descriptor of this process, such as `/dev/stdout`. It is written where it stands, as a file that it leads to
    /// may hold other text already.
    case descriptor(Int32)

    private static let maximumLinks = 40

    /// Looks at what stands at `path`. Throws `RunError` for a folder, a socket, and what cannot be looked at.
    init(_ path: String) throws {
        func failure(_ reason: String) -> RunError { RunError("cannot write \(path): \(reason)") }
        var place = path
        for _ in 0..<Self.maximumLinks {
            if let open = Self.openDescriptor(place) {
                self = open
                return
            }
            var status = stat()
            guard lstat(place, &status) == 0 else {
                guard errno == ENOENT else { throw failure(systemErrorMessage()) }
                self = .file(path: place, existing: nil)
                return
            }
            switch status.st_mode & S_IFMT {
            case S_IFREG:
                self = .file(path: place, existing: status)
                return
            case S_IFDIR: throw failure("it is a folder")
            case S_IFSOCK: throw failure("it is a socket")
            case S_IFLNK:
                guard let destination = Self.destination(of: place) else { throw failure(systemErrorMessage()) }
                place = destination
            default:
                self = .stream(path: place)
                return
            }
        }
        throw failure(String(cString: strerror(ELOOP)))
    }

    /// What a path such as `/dev/fd/3` or `/proc/self/fd/3` names: a descriptor of this process, or one of another, which is a
    /// link that leads nowhere by its text.
    private static func openDescriptor(_ path: String) -> WritingPlace? {
        let (folder, name) = split(path)
        guard let descriptor = Int32(name), descriptor >= 0, let resolved = realpath(folder, nil) else { return nil }
        defer { free(resolved) }
        let place = String(cString: resolved)
        if place == "/dev/fd" { return .descriptor(descriptor) }
        guard place.hasPrefix("/proc/"), place.hasSuffix("/fd") else { return nil }
        return place.hasPrefix("/proc/\(getpid())/") ? .descriptor(descriptor) : .stream(path: path)
    }

    /// Where a symbolic link leads; nil, with `errno` set, if that cannot be read.
    private static func destination(of link: String) -> String? {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(link, &bytes, bytes.count)
        guard count >= 0 else { return nil }
        let target = String(decoding: bytes[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
        return target.hasPrefix("/") ? target : "\(split(link).folder)/\(target)"
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
    }
}
