import Foundation

/// Where checkpoints lie.
public enum CheckpointPath {
    /// Name of the checkpoint in the directory of a run that has one.
    public static let name = "checkpoint.safetensors"

    /// Whether a path names a folder, such as a run directory.
    public static func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }

    /// The file that a path means: itself, or the checkpoint in the run directory that it names.
    public static func file(at path: String) -> String { isFolder(path) ? "\(path)/\(name)" : path }
}
