import Foundation

/// What a folder holds, by the endings of the names: for the sentence about what is not read, or why it was refused.
public struct FolderContents: Sendable, Equatable {
    /// How many files have each ending (in lower case, without the dot; empty for names without one), hidden files aside.
    public let files: [String: Int]
    /// How many folders it holds, hidden ones aside.
    public let subfolders: Int

    /// Files that systems leave in folders.
    private static let litter: Set = ["thumbs.db", "desktop.ini", "icon\r"]

    /// Counts what lies in a folder; nil if it cannot be read.
    public init?(of path: String) {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { return nil }
        var files: [String: Int] = [:]
        var subfolders = 0
        for name in names where Self.counts(name) {
            var isFolder = false
            if FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder), isFolder {
                subfolders += 1
            } else {
                files[URL(fileURLWithPath: name).pathExtension.lowercased(), default: 0] += 1
            }
        }
        self.files = files
        self.subfolders = subfolders
    }

    /// Whether a file or folder of this name counts: it is neither hidden nor left by a system.
    static func counts(_ name: String) -> Bool { !name.hasPrefix(".") && !litter.contains(name.lowercased()) }

    /// Contents of several folders together.
    init(_ folders: [FolderContents]) {
        files = folders.reduce(into: [:]) { $0.merge($1.files, uniquingKeysWith: +) }
        subfolders = folders.map(\.subfolders).reduce(0, +)
    }

    /// How many files have none of the endings that are read.
    public func unreadCount(reading endings: some Collection<String>) -> Int {
        files.filter { !endings.contains($0.key) }.values.reduce(0, +)
    }

    /// The files that are not read, most frequent first: "136 .jpg files and 1 .txt file"; nil if there are none.
    public func unread(reading endings: some Collection<String>) -> String? {
        let phrases = Self.phrases(files.filter { !endings.contains($0.key) })
        return phrases.isEmpty ? nil : Self.joined(phrases)
    }

    /// The whole of it: "it holds 200 .jpg files, which are not read, and 3 subfolders".
    public func sentence(reading endings: some Collection<String>) -> String {
        var parts = Self.phrases(files.filter { endings.contains($0.key) })
        let count = unreadCount(reading: endings)
        if let unread = unread(reading: endings) {
            let clause = "\(unread), which \(count == 1 ? "is" : "are") not read"
            parts.append(subfolders > 0 ? "\(clause)," : clause)
        }
        if subfolders > 0 { parts.append(Self.count(subfolders, "subfolder")) }
        return parts.isEmpty ? "it is empty" : "it holds \(Self.joined(parts))"
    }

    /// At most four kinds, then the count of the rest.
    private static func phrases(_ files: [String: Int]) -> [String] {
        let sorted = files.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        var phrases = sorted.prefix(4).map { ending, count in
            ending.isEmpty
                ? Self.count(count, "file") + " without an extension" : Self.count(count, ".\(ending) file")
        }
        let rest = sorted.dropFirst(4).map(\.value).reduce(0, +)
        if rest > 0 { phrases.append(Self.count(rest, "other file")) }
        return phrases
    }

    private static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    private static func joined(_ parts: [String]) -> String {
        guard parts.count > 1 else { return parts.joined() }
        let comma = parts.count > 2 ? ", " : " "
        let head = parts.dropLast().joined(separator: ", ")
        return head + (head.hasSuffix(",") ? " " : comma == ", " ? " " : comma) + "and " + parts.last!
    }
}
