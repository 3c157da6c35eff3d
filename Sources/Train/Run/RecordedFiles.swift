import Foundation

/// The files that a run read, found again: by the contents that its record has of them, wherever they lie now.
public struct RecordedFiles: Sendable {
    /// The files as they lie now, in the order of the record.
    public let files: [EnvironmentRecord.DataFile]
    private let paths: [String]
    private let workingDirectory: String?

    /// The files of the run in a folder. Each is looked for where the run read it, and in `moved`, if that is given: by the end
    /// of its path, the longest first. Throws `RunError` that names each one that is gone or has changed.
    public init(of directory: String, movedTo moved: String? = nil) throws {
        let environment = try RunDirectory.environment(of: directory)
        workingDirectory = environment.workingDirectory
        paths = environment.dataFiles.map(\.path)
        var files: [EnvironmentRecord.DataFile] = []
        var faults: [String] = []
        for file in environment.dataFiles {
            let original = AbsolutePath.of(file.path, in: environment.workingDirectory)
            guard file.sha256 != nil else {
                faults.append("\(original) was no regular file and cannot be read again")
                continue
            }
            let candidates = (moved.map { Self.places(of: original, in: $0) } ?? []) + [original]
            let existing = candidates.filter { FileManager.default.fileExists(atPath: $0) }
            if let found = try Self.first(existing, file.found(at:)) {
                files.append(found)
            } else {
                faults.append(existing.first.map { "\($0) has changed since" } ?? "\(original) is gone")
            }
        }
        guard faults.isEmpty else {
            let more = faults.count > Self.namedCount ? "; and so on, \(faults.count) files in all" : ""
            throw RunError(
                "without the same data the run cannot be resumed: "
                    + faults.prefix(Self.namedCount).joined(separator: "; ") + more)
        }
        self.files = files
    }

    /// The first of what `find` finds at some paths; no more are tried then.
    private static func first<Found>(_ paths: [String], _ find: (String) throws -> Found?) rethrows -> Found? {
        for path in paths { if let found = try find(path) { return found } }
        return nil
    }

    /// Most files that an error names.
    private static let namedCount = 5

    /// The places in a folder that a path may have been moved to: its last components within the folder, as many as there are
    /// or fewer, and the folder itself.
    private static func places(of path: String, in folder: String) -> [String] {
        let components = path.split(separator: "/")
        let base = AbsolutePath.of(folder)
        return components.indices.map { "\(base)/" + components[$0...].joined(separator: "/") } + [base]
    }

    /// Where a path that the settings of the run name lies now: one of the files, a member of one after a colon, or a folder that some of
    /// them lie in.
    public func place(of path: String) -> String {
        let original = AbsolutePath.of(path, in: workingDirectory)
        for (recorded, file) in zip(paths, files) {
            let recorded = AbsolutePath.of(recorded, in: workingDirectory)
            if recorded == original { return file.path }
            if original.hasPrefix("\(recorded):") { return file.path + String(original.dropFirst(recorded.count)) }
            let rest = recorded.dropFirst(original.count)
            if recorded.hasPrefix(original), rest.hasPrefix("/"), file.path.hasSuffix(rest) {
                return String(file.path.dropLast(rest.count))
            }
        }
        return original
    }

    /// The records of the files that a resumed run has read. Throws `RunError` unless they are those of the record.
    public func records(for read: [String]) throws -> [EnvironmentRecord.DataFile] {
        let known = Dictionary(files.map { ($0.path, $0) }) { first, _ in first }
        let read = read.map { AbsolutePath.of($0) }
        if let extra = read.first(where: { known[$0] == nil }) {
            throw RunError("without the same data the run cannot be resumed: it did not read \(extra)")
        }
        let all = Set(read)
        if let missing = files.first(where: { !all.contains($0.path) }) {
            throw RunError("without the same data the run cannot be resumed: it also read \(missing.path)")
        }
        return files
    }
}
