import Foundation
import SwiftletData
import SwiftletTrain

/// Where pictures come from: what `--dataset` names.
public enum PictureSource: Codable, Equatable, Sendable {
    /// The training part of a set that `Scripts/fetch-data` brings.
    case known(String)
    /// A file of the IDX form, plain or gzip, or one of NumPy's forms; its content decides.
    case idx(String)
    /// A file of CIFAR-10 in the binary form, plain or gzip.
    case cifar10(String)
    /// A folder of PNG or PGM files of any size, or of class folders of such.
    case folder(String)
    /// A folder of such folders at any depth.
    case nestedFolder(String)

    /// What a name or a path means. Throws `RunError` if it is neither a known set nor a file or a folder.
    public init(_ name: String, isNested: Bool = false) throws {
        if KnownImageSets.names.contains(name) {
            self = .known(name)
            return
        }
        var isFolder = false
        let path = ArrayReference(name).path
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            let known = KnownImageSets.names.joined(separator: ", ")
            throw RunError("--dataset \(name): this is neither one of \(known) nor a file or a folder")
        }
        if isFolder {
            self = isNested ? .nestedFolder(name) : .folder(name)
        } else if name.hasSuffix(".bin") || name.hasSuffix(".bin.gz") {
            self = .cifar10(name)
        } else {
            self = .idx(name)
        }
    }

    /// What it was named.
    public var name: String {
        switch self {
        case .known(let name), .idx(let name), .cifar10(let name), .folder(let name), .nestedFolder(let name): name
        }
    }

    /// The name of the known set, if it is one.
    public var knownSet: String? {
        if case .known(let name) = self { name } else { nil }
    }
}
