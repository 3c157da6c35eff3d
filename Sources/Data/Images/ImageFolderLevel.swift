import Foundation

/// One folder among those that hold images.
struct ImageFolderLevel {
    let path: String
    /// Paths of the images in it.
    let images: [String]
    /// Names of its subfolders.
    let folders: [String]
    /// What else it holds.
    let contents: FolderContents
    /// What its first file that is no image is.
    let firstFile: String?

    /// A folder and what was found in it.
    typealias Class = (name: String, level: ImageFolderLevel)

    static let extensions = ["png", "pgm", "pnm"]

    /// Lists a folder; hidden files and folders are ignored. Throws `DataError` if it is none or cannot be read.
    init(_ path: String) throws {
        let manager = FileManager.default
        var isFolder = false
        guard manager.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw DataError(file: path, "there is no such folder")
        }
        guard isFolder else {
            let kind = FileKind(path: path).map { " (\($0))" } ?? ""
            throw DataError(file: path, "this is a file\(kind), but a folder of images was expected")
        }
        guard let names = try? manager.contentsOfDirectory(atPath: path), let contents = FolderContents(of: path) else {
            throw DataError(file: path, "the folder cannot be read")
        }
        let visible = names.filter { !$0.hasPrefix(".") }.sorted(by: NaturalOrder.precedes)
        var (folders, files): ([String], [String]) = ([], [])
        for name in visible {
            // A link that leads nowhere counts as a file, so that reading it tells.
            var isFolder = false
            if manager.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder), isFolder {
                folders.append(name)
            } else {
                files.append(name)
            }
        }
        let isImage = { Self.extensions.contains(URL(fileURLWithPath: $0).pathExtension.lowercased()) }
        self.path = path
        self.folders = folders
        self.contents = contents
        images = files.filter(isImage).map { "\(path)/\($0)" }
        firstFile =
            images.isEmpty && contents.unreadCount(reading: Self.extensions) > 0
            ? files.first { FolderContents.counts($0) }.flatMap { Self.described($0, in: path) } : nil
    }

    private static func described(_ name: String, in folder: String) -> String? {
        guard let kind = FileKind(path: "\(folder)/\(name)") else { return nil }
        return "\(name) is \(kind)" + (kind.isPythonPickle ? "; \(CIFAR10File.pickleAdvice)" : "")
    }

    /// The folders below it at any depth, named by the path from it on. A link to a folder above it is not followed.
    func nested(within outer: Set<String> = []) throws -> [Class] {
        let outer = outer.union([URL(fileURLWithPath: path).resolvingSymlinksInPath().path])
        return try folders.flatMap { name -> [Class] in
            let inner = "\(path)/\(name)"
            if outer.contains(URL(fileURLWithPath: inner).resolvingSymlinksInPath().path) { return [] }
            let level = try ImageFolderLevel(inner)
            return [(name, level)] + (try level.nested(within: outer).map { ("\(name)/\($0.name)", $0.level) })
        }
    }

    /// The error about a folder without images, which says what it holds.
    var withoutImages: DataError {
        DataError(
            file: path,
            "the folder holds no images (.png, .pgm or .pnm): \(contents.sentence(reading: Self.extensions))"
                + (firstFile.map { "; \($0)" } ?? ""))
    }

    /// Sentences about what is skipped in a folder and in its class folders.
    static func notes(_ root: ImageFolderLevel, _ classes: [Class], isNested: Bool) -> [String] {
        let contents = FolderContents([root.contents] + classes.map(\.level.contents))
        var notes: [String] = []
        if let unread = contents.unread(reading: extensions) {
            let verb = contents.unreadCount(reading: extensions) == 1 ? "is" : "are"
            notes.append("\(root.path): \(unread) \(verb) not read; images are files in .png, .pgm and .pnm")
        }
        func skipped(_ count: Int, _ noun: String) {
            guard count > 0 else { return }
            notes.append("\(root.path): \(count) \(noun)\(count == 1 ? " is" : "s are") skipped")
        }
        guard !classes.isEmpty else {
            skipped(root.folders.count, "subfolder")
            return notes
        }
        skipped(root.images.count, "image")
        if !isNested { skipped(classes.map(\.level.folders.count).reduce(0, +), "subfolder") }
        let empty = classes.filter { $0.level.images.isEmpty && (!isNested || $0.level.folders.isEmpty) }.map(\.name)
        if !empty.isEmpty {
            let names = empty.prefix(5).joined(separator: ", ") + (empty.count > 5 ? ", ..." : "")
            notes.append(
                "\(root.path): \(empty.count) folder\(empty.count == 1 ? "" : "s") without images skipped: \(names)")
        }
        return notes
    }
}
