import Foundation

/// Finds the commit of a git working tree by reading git's own files, so that git need not be installed.
enum GitCommit {
    /// The commit of the nearest working tree at or above `path`; nil if there is none or it cannot be read.
    static func find(from path: String) -> String? {
        var folder = URL(fileURLWithPath: path).standardizedFileURL
        while true {
            let git = folder.appendingPathComponent(".git")
            if FileManager.default.fileExists(atPath: git.path) { return head(of: git) }
            if folder.path == "/" { return nil }
            folder.deleteLastPathComponent()
        }
    }

    /// The commit that HEAD names; `git` is the repository's folder, or in a linked working tree the file that points at it.
    private static func head(of git: URL) -> String? {
        var folder = git
        if let pointer = text(git), pointer.hasPrefix("gitdir: ") {
            folder = URL(fileURLWithPath: String(pointer.dropFirst(8)), relativeTo: git.deletingLastPathComponent())
        }
        guard let head = text(folder.appendingPathComponent("HEAD")) else { return nil }
        guard head.hasPrefix("ref: ") else { return commit(head) }
        let reference = String(head.dropFirst(5))
        // A linked working tree keeps its branches in the repository that it belongs to.
        let common = text(folder.appendingPathComponent("commondir")).map {
            URL(fileURLWithPath: $0, isDirectory: true, relativeTo: folder.appendingPathComponent(""))
        }
        let repository = common ?? folder
        return text(repository.appendingPathComponent(reference)).flatMap(commit) ?? packed(reference, in: repository)
    }

    private static func packed(_ reference: String, in repository: URL) -> String? {
        let lines = text(repository.appendingPathComponent("packed-refs"))?.split(separator: "\n") ?? []
        return lines.first { $0.hasSuffix(" \(reference)") }.flatMap { commit(String($0.prefix { $0 != " " })) }
    }

    /// The text if it is a commit's name: 40 hexadecimal digits, or 64 with SHA-256.
    private static func commit(_ text: String) -> String? {
        (text.count == 40 || text.count == 64) && text.allSatisfy(\.isHexDigit) ? text : nil
    }

    private static func text(_ file: URL) -> String? {
        guard let data = FileManager.default.contents(atPath: file.path) else { return nil }
        return String(decoding: data, as: UTF8.self).trimmed
    }
}
