import Foundation

/// Makes and looks into folders.
package enum Folder {
    /// Makes a folder and those above it that do not exist; one that exists already is fine.
    package static func create(_ path: String) throws {
        if try createLast(path) { return }
        let above = URL(fileURLWithPath: path).deletingLastPathComponent().path
        if errno == ENOENT && above != path {
            try create(above)
            if try createLast(path) { return }
        }
        throw RunError("cannot create the folder \(path): \(systemErrorMessage())")
    }

    /// Makes one folder whose parent exists; false, with `errno` set, if it is not there afterwards.
    private static func createLast(_ path: String) throws -> Bool {
        if FileCalls.current.makeFolder(path) == 0 { return true }
        let code = errno
        var status = stat()
        guard code == EEXIST, stat(path, &status) == 0 else {
            errno = code
            return false
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw RunError("cannot create the folder \(path): a file of this name exists")
        }
        return true
    }

    /// Makes one folder that must not exist yet, whose parent exists; false if something of this name exists.
    static func createNew(_ path: String) throws -> Bool {
        if FileCalls.current.makeFolder(path) == 0 { return true }
        if errno == EEXIST { return false }
        throw RunError("cannot create the folder \(path): \(systemErrorMessage())")
    }

    /// Whether there is nothing in a folder but a file of the name that is ignored.
    static func isEmpty(_ path: String, ignoring ignored: String) throws -> Bool {
        guard let folder = opendir(path) else {
            throw RunError("cannot read the folder \(path): \(systemErrorMessage())")
        }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
            }
            if ![".", "..", ignored].contains(name) { return false }
        }
        return true
    }

    /// Removes a file; one that is not there is fine.
    static func removeFile(_ path: String) throws {
        if FileCalls.current.unlink(path) != 0 && errno != ENOENT {
            throw RunError("cannot replace \(path): \(systemErrorMessage())")
        }
    }
}
