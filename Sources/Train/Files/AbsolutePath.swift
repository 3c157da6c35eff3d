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
}
