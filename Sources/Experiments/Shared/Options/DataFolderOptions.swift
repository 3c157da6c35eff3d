import ArgumentParser
import Foundation
import SwiftletData
import SwiftletTrain

/// The flags about data sets: their folder, and the memory for reading them.
public struct DataFolderOptions: ParsableArguments {
    /// `--data`
    @Option(
        help: ArgumentHelp("Folder with the data sets. (default: $SWIFTLET_DATA, else ./data)", valueName: "folder"))
    public var data: String?

    /// `--memory-limit`
    @Option(
        help: ArgumentHelp(
            "Most memory that a file or folder may take when it is read, such as 2GB or 500MiB. (default: no limit)",
            valueName: "size"),
        transform: Self.parseLimit)
    public var memoryLimit: MemoryLimit?

    /// For the argument parser.
    public init() {}

    /// The folder that is meant: that of the flag, else `default`, else that of the environment, which must be there, else
    /// `./data`. Throws `RunError`.
    public func directory(default folder: String? = nil) throws -> DataDirectory {
        let directory = DataDirectory(flag: data ?? folder, memoryLimit: memoryLimit ?? .none)
        let isFromEnvironment = [data, folder].allSatisfy { ($0 ?? "").isEmpty } && DataDirectory.isNamedByEnvironment
        if isFromEnvironment && !CheckpointPath.isFolder(directory.path) {
            throw RunError("\(DataDirectory.environmentVariable)=\(directory.path): there is no such folder")
        }
        return directory
    }

    private static func parseLimit(_ text: String) throws -> MemoryLimit {
        if let limit = MemoryLimit(text) { return limit }
        throw ValidationError("--memory-limit \(text): a size such as 2GB or 500MiB was expected")
    }

    /// For the argument parser: refuses a folder that is not there.
    public func validate() throws {
        var isFolder = false
        // An empty one is refused as every empty text is.
        if let data, !data.isEmpty, !FileManager.default.fileExists(atPath: data, isDirectory: &isFolder) || !isFolder {
            throw ValidationError("--data \(data): there is no such folder")
        }
    }
}
