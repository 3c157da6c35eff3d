import Foundation

/// Where data lie: a file, or a member of a ZIP archive, written `archive.zip:member`.
public struct DataPath: Sendable, Equatable {
    /// The path as the user gave it.
    public let path: String
    /// The file on the disk.
    public let file: String
    /// The member that is named; nil for the file itself, or the only member of an archive.
    public let member: String?

    /// Takes a path apart: one that does not exist as a whole, but up to a colon, names a member.
    public init(_ path: String) {
        self.path = path
        let manager = FileManager.default
        var file = path
        var member: String?
        if !manager.fileExists(atPath: path) {
            for colon in path.utf8.indices where path.utf8[colon] == UInt8(ascii: ":") {
                var isFolder = false
                let archive = String(path[..<colon])
                guard manager.fileExists(atPath: archive, isDirectory: &isFolder), !isFolder else { continue }
                file = archive
                member = String(path[path.utf8.index(after: colon)...])
                break
            }
        }
        self.file = file
        self.member = member
    }

    /// Opens what it names: a file as it is, or a member of an archive. Of an archive with a single file that file is taken.
    ///
    /// Throws `DataError`, which lists the members where it is not clear which one is meant. Archives that are something else as
    /// well, such as NumPy's, are opened as they are.
    func open() throws -> any ByteStream {
        guard member != nil || FileKind(regularFile: file)?.description == FileKind.zip else {
            return try ByteSource(path: path)
        }
        let content = try RandomAccessFile(path: file, maximumBytes: 1 << 32, memory: .none)
        let files = try ZipArchive(content).entries.filter { !Self.isLitter($0.name) }
        if let member {
            guard let entry = files.first(where: { $0.name.utf8.elementsEqual(member.utf8) }) else {
                throw DataError(file: file, "the archive has no member '\(member)'; it holds \(Self.list(files))")
            }
            return ZipMember(entry, of: content)
        }
        guard files.count == 1 else {
            throw DataError(
                file: file,
                files.isEmpty
                    ? "the archive holds no files"
                    : "the archive holds \(files.count) files: \(Self.list(files)); name one, such as \(file):\(files[0].name)"
            )
        }
        return ZipMember(files[0], of: content)
    }

    /// Whether a name is one of those that systems add to archives.
    private static func isLitter(_ name: String) -> Bool {
        let parts = name.split(separator: "/")
        return parts.contains { $0.hasPrefix(".") || $0 == "__MACOSX" }
    }

    private static func list(_ entries: [ZipEntry]) -> String {
        let names = entries.prefix(10).map(\.name).joined(separator: ", ")
        return entries.isEmpty ? "no files" : names + (entries.count > 10 ? ", ..." : "")
    }
}
