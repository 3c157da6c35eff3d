import ArgumentParser
import Foundation
import SwiftletData

/// The flag that names the folder of data sets.
public struct DataFolderOptions: ParsableArguments {
    /// `--data`
    @Option(
        help: ArgumentHelp("Folder with the data sets. (default: $SWIFTLET_DATA, else ./data)", valueName: "folder"))
    public var data: String?

    /// For the argument parser.
    public init() {}

    /// The folder that is meant.
    public var directory: DataDirectory { DataDirectory(flag: data) }

    /// For the argument parser: refuses a folder that is not there.
    public func validate() throws {
        var isFolder: ObjCBool = false
        if let data, !FileManager.default.fileExists(atPath: data, isDirectory: &isFolder) || !isFolder.boolValue {
            throw ValidationError("--data \(data): there is no such folder")
        }
    }
}
