import Foundation

/// Paths that mean the same from every working folder.
public enum AbsolutePath {
    /// A path within a folder, the working folder if none is given. An absolute path stays as it is. Links are not followed, so
    /// that it means what stands behind them when it is used.
    public static func of(_ path: String, in folder: String? = nil) -> String {
        if path.hasPrefix("/") { return path }
        var rest = Substring(path)
        while rest.hasPrefix("./") { rest = rest.dropFirst(2).drop { $0 == "/" } }
        let base = folder ?? FileManager.default.currentDirectoryPath
        if rest.isEmpty || rest == "." { return base }
        return base.hasSuffix("/") ? "\(base)\(rest)" : "\(base)/\(rest)"
    }

    /// A sentence for the user in which paths within a folder, the working folder if none is given, are relative to it, as a user
    /// would have named them.
    package static func shortening(_ sentence: String, in folder: String? = nil) -> String {
        let start = (folder ?? FileManager.default.currentDirectoryPath) + "/"
        if start == "//" { return sentence }
        var (result, rest) = ("", sentence[...])
        while let found = rest.range(of: start) {
            // The end of a longer path is another one.
            let before = found.lowerBound == rest.startIndex ? result.last : rest[..<found.lowerBound].last
            let isStart = before.map { !$0.isLetter && !$0.isNumber && !"/._-".contains($0) } ?? true
            // Of the folder itself nothing would remain.
            let isFollowed =
                rest[found.upperBound...].first.map { !$0.isWhitespace && !"/'\"):;,".contains($0) } ?? false
            result += rest[..<found.lowerBound] + (isStart && isFollowed ? "" : start)
            rest = rest[found.upperBound...]
        }
        return result + rest
    }
}
