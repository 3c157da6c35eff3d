import Foundation
import Testing

/// The folder of shared data sets: SWIFTLET_SHARED_DATA, else `../shared/data` beside the package; nil if absent.
public let sharedData: String? = {
    let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let named = ProcessInfo.processInfo.environment["SWIFTLET_SHARED_DATA"]
    let folder = named ?? package.deletingLastPathComponent().appendingPathComponent("shared/data").path
    return FileManager.default.fileExists(atPath: folder) ? folder : nil
}()

/// A file or folder of the shared data sets, such as "mnist/train-images-idx3-ubyte.gz"; nil if it is absent. For a test
/// that needs it:
///
///     @Test(.enabled(if: sharedData("mnist") != nil, absentSharedData))
public func sharedData(_ name: String) -> String? {
    sharedData.map { "\($0)/\(name)" }.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
}

/// Why a test on shared data is skipped.
public let absentSharedData: Comment = "the shared data folder or a set in it is absent (SWIFTLET_SHARED_DATA)"
